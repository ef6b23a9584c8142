import { wasm } from '@xm/backend-wasm';
import { batches, fitWords, shapes } from '@xm/data';
import { disposeBatch, dualEncoder, jointSpaceOptimizer } from '@xm/embedding';
import type { ImageConfig, TextConfig } from '@xm/networks';
import {
  type Backend,
  cpu,
  createRng,
  dispose,
  disposeState,
  initialState,
  leaves,
  memory,
  trainStep,
  useBackend,
} from '@xm/tensor-ops';

const steps = 10;

/** Ten steps of training: the loss of each, the params after the last, and the tensors left over. */
async function tenSteps(backend: Backend, image: ImageConfig, text: TextConfig) {
  await useBackend([backend]);
  const before = memory().numTensors;
  const data = shapes({ level: 3, count: 64, seed: 2, size: 16 });
  const texts = await Promise.all(Array.from({ length: 64 }, (_, i) => data.get(i)));
  const tokenizer = fitWords(texts.map((example) => example.text ?? ''));
  const space = dualEncoder({ image, text, tokenizer, dim: 16 });
  const optimizer = jointSpaceOptimizer({
    steps,
    learningRate: 0.002,
    warmUp: 2,
    weightDecay: 0.01,
  });
  const step = trainStep(space.objective(), optimizer);
  let state = initialState(space.init(createRng(1)), optimizer, createRng(2));
  const losses: number[] = [];
  for await (const { examples } of batches(data, { size: 8, seed: 4 })) {
    const batch = space.collate(examples);
    const next = step(state, batch);
    disposeBatch(batch);
    disposeState(state);
    state = next.state;
    losses.push((await next.terms['loss'].data())[0]);
    dispose(next.terms);
    if (state.step === steps) break;
  }
  const params = new Map<string, Float32Array>();
  for (const [path, leaf] of leaves(state.params))
    params.set(path, (await leaf.data()) as Float32Array);
  disposeState(state);
  return { losses, params, left: memory().numTensors - before };
}

const bag: TextConfig = { kind: 'bag', length: 4, dim: 16 };
const transformer: TextConfig = { kind: 'transformer', length: 4, dim: 16, depth: 1, heads: 2 };
const grid = { size: 16, patch: 4, pooling: 'flatten' } as const;

// Small: the cpu backend needs minutes for a step of the named sizes.
test.each<[string, ImageConfig, TextConfig]>([
  ['mixer and bag', { kind: 'mixer', ...grid, dim: 16, depth: 2, hidden: [8, 32] }, bag],
  ['conv and transformer', { kind: 'conv', ...grid, widths: [8, 16], blocks: 1 }, transformer],
  ['patch and bag', { kind: 'patch', ...grid, dim: 16, depth: 1, heads: 2 }, bag],
])(
  '%s: ten steps agree on wasm and cpu, and leak nothing',
  async (_, image, text) => {
    const onWasm = await tenSteps(wasm(), image, text);
    const onCpu = await tenSteps(cpu(), image, text);
    expect(onWasm.left).toBe(0);
    expect(onCpu.left).toBe(0);
    onCpu.losses.forEach((loss, i) => {
      expect(Math.abs(onWasm.losses[i] - loss)).toBeLessThan(2e-3 * Math.max(1, loss));
    });
    // Adam divides by the size of a gradient, so that rounding in a tiny one can move its parameter by a
    // whole step: compared are the trees' distances, not every number.
    for (const [path, expected] of onCpu.params) {
      const got = onWasm.params.get(path) as Float32Array;
      expect([path, distance(got, expected) / (1 + norm(expected)) < 2e-2]).toEqual([path, true]);
    }
  },
  60_000,
);

const norm = (x: Float32Array): number => Math.hypot(...x.subarray(0, 50_000));
const distance = (x: Float32Array, y: Float32Array): number =>
  norm(x.map((value, i) => value - y[i]));
