// A joint space of pictures and words: trained on two artists' emoji, asked about a third's.
// Run it: node --import ./tools/typescript.mjs examples/joint-space.ts [--steps 100]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wasm } from '@xm/backend-wasm';
import { batches, fitWords } from '@xm/data';
import { emoji } from '@xm/data/node';
import { dualEncoder, trainJointSpace, transposed } from '@xm/embedding';
import { chanceRecallAtK, recallAtK } from '@xm/metrics';
import { useBackend } from '@xm/tensor-ops';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '100' } } });

await useBackend([wasm()]);
const { train, heldOut, names } = await emoji({
  trainArtists: ['google', 'openmoji'],
  heldOutArtist: 'twitter',
  from: fileURLToPath(new URL('.', import.meta.url)),
});
const space = dualEncoder({
  image: 'conv-tiny',
  text: 'bag-tiny',
  tokenizer: fitWords(names.map((n) => n.text)),
  dim: 128,
});
const params = await trainJointSpace(space, batches(train, { size: 256, seed: 1 }), {
  steps: Number(values.steps),
  onStep: (step, loss) => console.log(`step ${step}  loss ${loss.toFixed(3)}`),
});
const scores = await space.similarities(params, heldOut);
console.log('recall@10 picture→words', recallAtK(scores, { k: 10 }).toFixed(3));
console.log('recall@10 words→picture', recallAtK(transposed(scores), { k: 10 }).toFixed(3));
console.log('chance                 ', chanceRecallAtK(10, names.length).toFixed(3));
