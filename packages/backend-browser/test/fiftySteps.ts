import { batches, fitWords, shapes } from '@xm/data';
import { dualEncoder, trainJointSpace } from '@xm/embedding';
import { disposeParams } from '@xm/tensor-ops';

/** The losses of fifty steps of the quickstart's networks on drawn shapes: the same in every place. */
export async function fiftySteps(): Promise<number[]> {
  const train = shapes({ level: 3, seed: 1, count: 512 });
  const texts = await Promise.all(
    Array.from({ length: train.length }, async (_, i) => (await train.get(i)).text as string),
  );
  const space = dualEncoder({
    image: 'conv-tiny',
    text: 'bag-tiny',
    tokenizer: fitWords(texts),
    dim: 128,
  });
  const losses: number[] = [];
  const params = await trainJointSpace(space, batches(train, { size: 32, seed: 1 }), {
    steps: 50,
    learningRate: 0.002,
    seed: 1,
    onStep: (_, loss) => void losses.push(loss),
  });
  disposeParams(params);
  return losses;
}
