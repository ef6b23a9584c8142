// Does memory stay where it is? Ten thousand small training steps on wasm: tensors alive, size of the heap
// and of the process, after each tenth. npm run bench -- soak [steps] [threads]
import { backend } from '@tensorflow/tfjs-core';
import { wasm } from '@xm/backend-wasm';
import {
  adamW,
  createRng,
  dense,
  dispose,
  disposeState,
  initialState,
  layerNorm,
  logSoftmax,
  mean,
  memory,
  normal,
  split,
  trainStep,
  useBackend,
} from '@xm/tensor-ops';

const [count, threads] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 2)];
await useBackend([wasm({ threads })]);
const [first, norm, last] = [dense(32, 64), layerNorm(64), dense(64, 10)];
const rng = createRng(1);
const [a, b, c] = split(rng, 3);
const params = { first: first.init(a), norm: norm.init(b), last: last.init(c) };
const mode = { training: true, rng };
const step = trainStep(
  (p, { x }) => {
    const inner = norm.apply(p.norm, first.apply(p.first, x, mode), mode);
    return { loss: mean(logSoftmax(last.apply(p.last, inner, mode))), terms: {} };
  },
  adamW({ learningRate: 1e-3 }),
);
const x = normal(rng, [64, 32]);

const optimizer = adamW({ learningRate: 1e-3 });
let state = initialState(params, optimizer, rng);
for (let i = 1; i <= count; i++) {
  const next = step(state, { x });
  await next.terms.loss.data();
  disposeState(state);
  dispose(next.terms);
  state = next.state;
  if (i % Math.ceil(count / 10) !== 0) continue;
  const megabytes = (bytes) => Number((bytes / 2 ** 20).toFixed(1));
  const tensors = memory().numTensors;
  const heap = megabytes(backend().wasm.HEAPU8.length);
  const resident = megabytes(process.memoryUsage.rss());
  console.log(
    JSON.stringify({ bench: 'soak', step: i, tensors, heapMB: heap, residentMB: resident }),
  );
}
