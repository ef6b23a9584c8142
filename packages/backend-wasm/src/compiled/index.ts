export { type Build, bestBuild } from './builds.ts';
export type { Compiled, Kind } from './compiled.ts';
export { gemm, type Matrix, type Product } from './gemm.ts';
export { loadCompiled } from './loadCompiled.ts';
