import type { Translator } from '@xm/data';
import { ganTranslator } from '@xm/gan';
import {
  add,
  broadcastTo,
  dispose,
  expandDims,
  type Params,
  reshape,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { sampleNormal } from '@xm/vae';
import type { GanModel } from './ganModel.ts';

/** Translates by generators: what the input says of the shared latents is their condition. */
export const translatorOf = (
  { vae: { vae, collate, toExamples }, games, directions }: GanModel,
  params: Params,
): Translator =>
  ganTranslator({
    directions,
    condition: (from, inputs, { samples, temperature = 1, rng }) => {
      const batch = collate(inputs, [from]);
      const rows = tidy(() => {
        const { mu, logVar } = vae.encode(params, batch).shared;
        const each = { mu: repeated(mu, samples), logVar: repeated(logVar, samples) };
        if (temperature === 0) return each.mu;
        return sampleNormal({ ...each, logVar: add(each.logVar, 2 * Math.log(temperature)) }, rng);
      });
      dispose(batch as never);
      return rows;
    },
    make: async (to, shared, { temperature = 1, rng, signal }) => {
      const generator = (params['generators'] as Params)[to] as Params;
      const own = games[to].sample(generator, shared, { rng, temperature });
      try {
        const told = { rng, temperature, ...(signal && { signal }) };
        return toExamples(to, await vae.decode(params, to, { shared, own }, told));
      } finally {
        own.dispose();
      }
    },
  });

/** Each row so many times, one after the other. */
const repeated = (x: Tensor, times: number): Tensor => {
  const [rows, length] = x.shape as [number, number];
  return reshape(broadcastTo(expandDims(x, 1), [rows, times, length]), [rows * times, length]);
};
