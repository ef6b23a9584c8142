import {
  clone,
  DataError,
  dispose,
  inference,
  mapParams,
  normalise,
  type Params,
  type Rng,
  reshape,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { kMeansStart } from '../mixture/kMeansStart.ts';
import type { VqVae } from './vqVae.ts';

export interface RenewOptions {
  readonly rng: Rng;
}

/**
 * Params in which the codes that none of these pictures takes lie where their vectors are: at vectors that lie apart, drawn
 * as `kMeansStart` says. Codes that are taken, and all other params, stay.
 *
 * A code learns only from the vectors that take it, so that one far from all of them would be lost for good. Before the first
 * step this begins the codebook in the midst of the data, and every hundred steps or so it gives dead codes another chance;
 * not in the last ones, since the decoder has yet to learn what a new code means. Optimizer state need not be changed.
 * @param params borrowed; what comes back is the caller's
 * @throws DataError when a vector is not finite.
 * @see Dhariwal et al. 2020 (Jukebox), section 4.1, for restarts
 */
export async function renewCodes(
  vq: VqVae,
  params: Params,
  pictures: Tensor,
  { rng }: RenewOptions,
): Promise<Params> {
  const { codes, width, unit = true } = vq.quantiser.config;
  const read = tidy((): never => {
    const z = vq.look(params, pictures, inference);
    const { tokens } = vq.quantiser.quantise(params['quantiser'] as Params, z);
    const rows = reshape(z, [-1, width]);
    return { vectors: unit ? normalise(rows) : rows, tokens } as never;
  }) as { vectors: Tensor; tokens: Tensor };
  const book = (params['quantiser'] as Params)['codebook'] as Tensor;
  const [vectors, tokens, before] = await Promise.all([
    read.vectors.data(),
    read.tokens.data(),
    book.data(),
  ]);
  dispose({ ...read });
  if (!vectors.every(Number.isFinite)) {
    throw new DataError('renewCodes: vectors must be finite, some are not. Has training diverged?');
  }
  const taken = new Set(tokens);
  const dead = Array.from({ length: codes }, (_, code) => code).filter((code) => !taken.has(code));
  const places = kMeansStart({ values: Float64Array.from(vectors), dims: width }, dead.length, rng);
  const after = Float32Array.from(before);
  dead.forEach((code, i) => {
    after.set(places.subarray(i * width, (i + 1) * width), code * width);
  });
  return mapParams(
    (leaf, path) => (path === 'quantiser.codebook' ? tensor(after, [codes, width]) : clone(leaf)),
    params,
  );
}
