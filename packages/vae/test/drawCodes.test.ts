import { cpu, createRng, dispose, memory, type Tensor, tensor, useBackend } from '@xm/tensor-ops';
import { expectClose } from '@xm/testing';
import { drawCodes, multimodalVae, readCodes, type VaeBatch } from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const { sampler: _, ...config } = tinyConfig;
const vae = multimodalVae(config);
const rng = createRng(4);

/** Two examples with everything, and one with a picture alone. */
function threeExamples(): VaeBatch {
  const { text, speech, video } = tinyBatch(2);
  const gap = () => ({
    present: tensor([1, 1, 0], [3, 1]),
    places: tensor([1, 0, 0, 1, 0, 0], [3, 2]),
  });
  const gaps = { text: gap(), speech: gap(), video: gap() };
  return { ...{ text, speech, video }, image: tinyBatch(3).image, gaps };
}

test('a model without a sampler has no flows, and all else', () => {
  expect(vae.samplers).toEqual({});
  expect(vae.config).toEqual(config);
});

test('codes are those that the model reads, and leave nothing behind', async () => {
  const params = vae.init(createRng(1));
  const batch = threeExamples();
  const before = memory().numTensors;
  const rows = await readCodes(vae, params, [batch]);
  expect(memory().numTensors).toBe(before);
  expect(rows.map((row) => Object.keys(row))).toEqual([
    ['image', 'text', 'speech', 'video'],
    ['image', 'text', 'speech', 'video'],
    ['image'],
  ]);
  const { own } = vae.encode(params, batch);
  expectClose(
    rows.flatMap((row) => [...row.image!.own!.mu]),
    [...own.image!.mu.dataSync()],
  );
});

test('private latents are drawn from their posterior, shared ones from what others tell', async () => {
  const params = vae.init(createRng(1));
  const [first, , alone] = await readCodes(vae, params, [threeExamples()]);
  const sure = <P extends { mu: Float32Array; logVar: Float32Array }>({ mu }: P) => ({
    mu,
    logVar: mu.map(() => -40),
  });
  const codeOf = ({ shared, own }: { shared: Tensor; own?: Tensor }) =>
    [shared, own].map((x) => [...x!.dataSync()]);

  // A picture that is alone tells of itself: nothing but its own mean, and the prior beside it, is left.
  const { shared, own } = alone.image!;
  const certain = { image: { shared: sure(shared), own: sure(own!) } };
  const [z, w] = codeOf(drawCodes(vae, [certain], 'image', rng));
  expectClose(z, [...shared.mu]);
  expectClose(w, [...own!.mu]);

  // One that has words is told by them.
  const text = { shared: sure(first.text!.shared) };
  const [told] = codeOf(drawCodes(vae, [{ ...certain, text }], 'image', rng));
  expectClose(told, [...text.shared.mu]);
});

test('drawing leaves nothing, and repeats itself', async () => {
  const params = vae.init(createRng(1));
  const rows = await readCodes(vae, params, [threeExamples()]);
  const before = memory().numTensors;
  const [a, b] = [drawCodes(vae, rows, 'image', rng), drawCodes(vae, rows, 'image', rng)];
  expect([...a.own!.dataSync()]).toEqual([...b.own!.dataSync()]);
  expect([...a.shared.dataSync()]).toEqual([...b.shared.dataSync()]);
  const common = drawCodes(vae, rows, 'shared', rng);
  expect(Object.keys(common)).toEqual(['shared']);
  dispose({ a, b, common } as never);
  expect(memory().numTensors).toBe(before);
});
