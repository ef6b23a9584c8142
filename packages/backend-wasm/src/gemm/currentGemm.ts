import type { Gemm } from './gemm.ts';

let current: Gemm | undefined;

/** The matrix product on the heap of the running backend; absent until it starts, and without SIMD. */
export const currentGemm = (): Gemm | undefined => current;

export const setCurrentGemm = (gemm: Gemm): void => {
  current = gemm;
};
