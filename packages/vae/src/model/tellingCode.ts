import {
  add,
  argMax,
  cast,
  fold,
  gather,
  inference,
  log,
  mul,
  neg,
  type Params,
  type Rng,
  range,
  reshape,
  type Tensor,
  uniform,
} from '@xm/tensor-ops';
import { channelOf, type Modality } from '../channels/channels.ts';
import { normalLogDensity } from '../distributions/normal.ts';
import { openCode, type Parts } from './latentCode.ts';
import { repeated } from './repeated.ts';

/**
 * A modality's code for each z, of several candidates one from which z can be read: each is made, read again by the
 * modality's own encoder, and drawn with a probability in proportion to q(z | what is made). What draws private latents is
 * never exact, and what it makes between two kinds is then left out; whatever is read alike stays as various as it was.
 * What has no private latents, or is read by none or written word by word, has one code alone.
 *
 * To be called within `tidy`. The cost: each candidate is made and read once.
 *
 * @param z float32 [rows, shared]
 * @returns float32 [rows, shared + latents]
 * @see sampling-importance-resampling, Rubin 1988; Ramesh et al. 2021 rank candidates by another model
 */
export function tellingCode(
  parts: Parts,
  params: Params,
  to: Modality,
  z: Tensor,
  {
    temperature,
    candidates = parts.config.candidates ?? 1,
    rng,
  }: { temperature: number; candidates?: number | undefined; rng: Rng },
): Tensor {
  const { latents, make, asInput } = channelOf(parts.channels, to);
  if (candidates === 1 || latents === 0 || asInput === undefined || temperature === 0) {
    return openCode(parts, params, to, z, { temperature, rng });
  }
  const reader = parts.readers[to]!;
  const rows = z.shape[0];
  const each = repeated(z, candidates);
  const code = openCode(parts, params, to, each, { temperature, rng });
  const own = params[to] as Params;
  const made = make(own['channel'] as Params, code, undefined as never, inference);
  const { shared } = reader.read(own, asInput(made), inference);
  const scores = reshape(normalLogDensity(each, shared), [rows, candidates]);
  const draws = uniform(fold(rng, 'candidates'), [rows, candidates], 1e-7, 1 - 1e-7);
  const chosen = argMax(add(scores, neg(log(neg(log(draws))))), 1);
  return gather(code, cast(add(mul(range(0, rows), candidates), chosen), 'int32'));
}
