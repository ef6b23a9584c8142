/** Sound on one channel: samples about −1…1, `sampleRate` of them a second. */
export interface Waveform {
  /** Hertz. */
  readonly sampleRate: number;
  readonly samples: Float32Array;
}
