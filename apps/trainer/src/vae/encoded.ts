import { type Dataset, random } from '@xm/data';
import { dispose } from '@xm/tensor-ops';
import type { VaeBatch, VaeModel } from '@xm/vae';

/** Training examples that what draws latents is fitted to: enough, and they are read in a minute. */
const most = 4000;

/** Training examples as batches, each freed when the next one is asked for. */
export async function* encoded(
  { collate }: VaeModel,
  source: Dataset,
  { seed, size }: { readonly seed: number; readonly size: number },
): AsyncGenerator<VaeBatch> {
  const order = Array.from(random(seed, 2).permutation(source.length).subarray(0, most));
  for (let at = 0; at < order.length; at += size) {
    const examples = await Promise.all(order.slice(at, at + size).map((i) => source.get(i)));
    const batch = collate(examples);
    yield batch;
    dispose(batch as never);
  }
}
