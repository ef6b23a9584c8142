import { ConfigError, dispose, type Tensor, tidy } from '@xm/tensor-ops';
import type { ScaleValue } from '../channels/channel.ts';
import type { Distances } from '../channels/distances.ts';
import type { PixelLikelihood } from '../channels/pixelLikelihood.ts';

/**
 * The scale under which pictures are most probable, each painted from its own tokens: for `vqLogLikelihood`, or, as `scale`
 * in the config, for good.
 *
 * @param batches of pictures, float32 [batch, size, size, 3], each read once; they are borrowed
 * @throws ConfigError when the likelihood has no scale, or there are no pictures.
 */
export async function measureScale(
  { scale }: PixelLikelihood,
  make: (pictures: Tensor) => Tensor,
  batches: AsyncIterable<Tensor> | Iterable<Tensor>,
): Promise<ScaleValue> {
  if (!scale) {
    throw new ConfigError(
      'measureScale: the likelihood must have a scale, this one has none. Leave it out.',
    );
  }
  let sums: number[] = [];
  let numbers = 0;
  for await (const pictures of batches) {
    const read = tidy((): never => scale.distances(make(pictures), pictures) as never) as Distances;
    const [totals, [count]] = await Promise.all([read.total.data(), read.count.data()]);
    dispose({ ...read });
    sums = Array.from(totals, (total, i) => total + (sums[i] ?? 0));
    numbers += count;
  }
  if (numbers > 0) return scale.of(sums.map((sum) => sum / numbers));
  throw new ConfigError('measureScale: there must be a picture, got none.');
}
