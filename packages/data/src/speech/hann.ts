/** A window over part of a frame: its values from sample `first` on; it is 0 elsewhere. */
export interface Window {
  readonly first: number;
  readonly values: Float64Array;
}

/** The periodic Hann window ½ − ½·cos(2πn/length), in the middle of a frame of `size` samples. */
export const hann = (length: number, size: number): Window => ({
  first: Math.floor((size - length) / 2),
  values: Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length)),
});
