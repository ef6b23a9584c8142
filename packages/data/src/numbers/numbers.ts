/** Numbers of a batch, as a tensor takes them: this package knows none. */
export interface Numbers {
  readonly values: Float32Array;
  readonly shape: number[];
}
