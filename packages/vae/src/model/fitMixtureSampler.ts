import { createRng, dispose, fold, type Params } from '@xm/tensor-ops';
import { fitMixture } from '../mixture/fitMixture.ts';
import type { MixtureSampler } from '../mixture/mixtureSampler.ts';
import type { CodeRow } from './codeRows.ts';
import { drawCodes, drawRows, type LatentCodes } from './drawCodes.ts';
import type { FitSamplersOptions } from './fitSamplers.ts';
import type { Model } from './latentCode.ts';
import type { Drawn } from './samplers.ts';

/** Codes that it is fitted to, at least: where there are fewer examples, some are drawn several times. */
const fewest = 2048;

/** Fits a mixture to codes as `drawCodes` draws them: for private latents, to [shared, own]. */
export async function fitMixtureSampler(
  name: Drawn,
  sampler: MixtureSampler,
  rows: readonly CodeRow[],
  { parts, params }: Model,
  { steps, seed = 0, onStep, signal }: FitSamplersOptions,
): Promise<Params> {
  const rng = fold(createRng(seed), name);
  const some = rows.length < fewest ? drawRows(rows, fewest, fold(rng, 'rows')) : rows;
  const codes = drawCodes(parts, some, name, fold(rng, 'codes'), params);
  const points = await read(codes);
  dispose(codes as never);
  const mixture = await fitMixture(points, sampler.mixture, {
    rng: fold(rng, 'mixture'),
    signal,
    ...(steps !== undefined && { steps }),
    onStep: onStep && ((step, loss) => onStep(name, step, loss)),
  });
  return sampler.paramsOf(mixture);
}

/** [shared, own], row by row. */
async function read({ shared, own }: LatentCodes) {
  const [rows, common] = shared.shape as [number, number];
  const alone = own?.shape[1] ?? 0;
  const [first, second] = await Promise.all([shared.data(), own?.data()]);
  const dims = common + alone;
  const values = new Float64Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    values.set((first as Float32Array).subarray(row * common, (row + 1) * common), row * dims);
    if (!second) continue;
    const its = (second as Float32Array).subarray(row * alone, (row + 1) * alone);
    values.set(its, row * dims + common);
  }
  return { values, dims };
}
