/** What the module of assembly/ does; the numbers are those of its `run`. */
export const kinds = {
  gemm: 0,
  convolve: 1,
  filterGradient: 2,
  inputGradient: 3,
  pad: 4,
  unpad: 5,
} as const;

export type Kind = keyof typeof kinds;

/** Our compiled kernels on the heap of the running backend. */
export interface Compiled {
  /** How many threads share a job. */
  readonly threads: number;
  /**
   * Does a job. Its result does not depend on the number of threads, to the bit.
   *
   * @param job at most `jobWords` whole numbers: sizes, steps in bytes, addresses
   * @param work about how many numbers are multiplied or moved: little work stays on one thread
   */
  run(kind: Kind, job: readonly number[], work: number): void;
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
