/** What the module of assembly/ does; the numbers are those of its `run`. */
export const kinds = {
  gemm: 0,
  convolve: 1,
  filterGradient: 2,
  inputGradient: 3,
  pad: 4,
  unpad: 5,
  adamW: 6,
  layerNorm: 7,
  layerNormGradient: 8,
  sumRows: 9,
  elementwise: 10,
  softmax: 11,
  logSoftmax: 12,
  logSoftmaxGradient: 13,
  attention: 14,
  attentionGradient: 15,
  copy: 16,
  gather: 17,
  segmentSum: 18,
  tilesOfPictures: 19,
  tilesOfGradient: 20,
  picturesOfTiles: 21,
  tilesOfFilter: 22,
  filterOfTiles: 23,
} as const;

export type Kind = keyof typeof kinds;

/** Our compiled kernels on the heap of the running backend. */
export interface Compiled {
  /** How many threads share a job. */
  readonly threads: number;
  /**
   * Does a job. Its result does not depend on the number of threads, to the bit.
   *
   * @param job at most `jobWords` whole numbers: sizes, steps in bytes, addresses, `real` numbers
   * @param work about how many numbers are multiplied or moved: little work stays on one thread
   */
  run(kind: Kind, job: readonly number[], work: number): void;
}

const [float, bits] = (() => {
  const buffer = new ArrayBuffer(4);
  return [new Float32Array(buffer), new Uint32Array(buffer)];
})();

/** A real number as the word of a job that holds it. */
export function real(x: number): number {
  float[0] = x;
  return bits[0];
}

export const jobWords = 32;

/** What the compiled module exports. */
export interface Exports {
  scratchBytes(): number;
  run(kind: number, job: number, part: number, parts: number, scratch: number): void;
}

let current: Compiled | undefined;

/** The kernels of the running backend; absent until it starts, and without SIMD. */
export const currentCompiled = (): Compiled | undefined => current;

export const setCurrentCompiled = (compiled: Compiled | undefined): void => {
  current = compiled;
};
