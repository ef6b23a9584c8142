import { convolve, filterGradient, inputGradient } from './convolution';
import { pad, unpad } from './frame';
import { gemm } from './gemm';

export { scratchBytes } from './scratch';

/** Does part `part` of `parts` of a job. Kinds are numbered as in src/compiled/compiled.ts. */
export function run(kind: i32, job: usize, part: i32, parts: i32, scratch: usize): void {
  if (kind === 0) gemm(job, part, parts, scratch);
  else if (kind === 1) convolve(job, part, parts, scratch);
  else if (kind === 2) filterGradient(job, part, parts, scratch);
  else if (kind === 3) inputGradient(job, part, parts, scratch);
  else if (kind === 4) pad(job, part, parts);
  else unpad(job, part, parts);
}
