import { adamW } from './adamW';
import { attention, attentionGradient } from './attention';
import { convolve, filterGradient, inputGradient } from './convolution';
import { copy } from './copy';
import { elementwise } from './elementwise';
import { pad, unpad } from './frame';
import { gemm } from './gemm';
import { layerNorm, layerNormGradient } from './layerNorm';
import { gather, segmentSum } from './segments';
import { logSoftmax, logSoftmaxGradient, softmax } from './softmax';
import { sumRows } from './sums';
import {
  filterOfTiles,
  picturesOfTiles,
  tilesOfFilter,
  tilesOfGradient,
  tilesOfPictures,
} from './winograd';

export { scratchBytes } from './scratch';

/** Does part `part` of `parts` of a job. Kinds are numbered as in src/compiled/compiled.ts. */
export function run(kind: i32, job: usize, part: i32, parts: i32, scratch: usize): void {
  if (kind === 0) gemm(job, part, parts, scratch);
  else if (kind === 1) convolve(job, part, parts, scratch);
  else if (kind === 2) filterGradient(job, part, parts, scratch);
  else if (kind === 3) inputGradient(job, part, parts, scratch);
  else if (kind === 4) pad(job, part, parts);
  else if (kind === 5) unpad(job, part, parts);
  else if (kind === 6) adamW(job, part, parts);
  else if (kind === 7) layerNorm(job, part, parts);
  else if (kind === 8) layerNormGradient(job, part, parts);
  else if (kind === 9) sumRows(job, part, parts);
  else if (kind === 10) elementwise(job, part, parts);
  else if (kind === 11) softmax(job, part, parts);
  else if (kind === 12) logSoftmax(job, part, parts);
  else if (kind === 13) logSoftmaxGradient(job, part, parts);
  else if (kind === 14) attention(job, part, parts, scratch);
  else if (kind === 15) attentionGradient(job, part, parts, scratch);
  else if (kind === 16) copy(job, part, parts, scratch);
  else if (kind === 17) gather(job, part, parts);
  else if (kind === 18) segmentSum(job, part, parts);
  else if (kind === 19) tilesOfPictures(job, part, parts, scratch);
  else if (kind === 20) tilesOfGradient(job, part, parts, scratch);
  else if (kind === 21) picturesOfTiles(job, part, parts, scratch);
  else if (kind === 22) tilesOfFilter(job, part, parts, scratch);
  else if (kind === 23) filterOfTiles(job, part, parts, scratch);
}
