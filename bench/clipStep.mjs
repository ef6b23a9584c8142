// How long is one training step of a small joint space? conv-tiny and bag-tiny, 256 random pairs,
// InfoNCE, AdamW. npm run bench -- clipStep [threads]
import os from 'node:os';
import { wasm } from '@xm/backend-wasm';
import { byteTokenizer, random } from '@xm/data';
import { disposeBatch, dualEncoder, jointSpaceOptimizer } from '@xm/embedding';
import {
  createRng,
  dispose,
  disposeState,
  initialState,
  trainStep,
  useBackend,
} from '@xm/tensor-ops';

const [warmUps, runs, pairs] = [3, 10, 256];

const threads = Number(process.argv[2] ?? 1);
const { name, detail } = await useBackend([wasm({ threads })]);
const tokenizer = byteTokenizer();
const space = dualEncoder({ image: 'conv-tiny', text: 'bag-tiny', tokenizer, dim: 128 });
const optimizer = jointSpaceOptimizer({
  steps: 1000,
  learningRate: 0.002,
  warmUp: 50,
  weightDecay: 0.1,
});
const step = trainStep(space.objective(), optimizer);
const rng = createRng(1);
let state = initialState(space.init(rng), optimizer, rng);
const batch = space.collate(Array.from({ length: pairs }, (_, i) => pair(random(1, i), i)));

const times = [];
for (let i = 0; i < warmUps + runs; i++) {
  const begin = performance.now();
  const next = step(state, batch);
  await next.terms.loss.data();
  times.push(performance.now() - begin);
  disposeState(state);
  dispose(next.terms);
  state = next.state;
}
disposeState(state);
disposeBatch(batch);

console.log(
  JSON.stringify({
    bench: 'clipStep',
    backend: name,
    threads,
    ms: Number(Math.min(...times.slice(warmUps)).toFixed(1)),
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}, ${detail}`,
  }),
);

function pair(numbers, i) {
  const side = space.config.image.encoder.size;
  const data = Uint8Array.from({ length: side * side * 3 }, () => numbers.integer(256));
  return {
    id: `${i}`,
    text: `random pair number ${i}`,
    image: { width: side, height: side, channels: 3, data },
  };
}
