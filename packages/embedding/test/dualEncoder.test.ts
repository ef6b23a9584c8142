import { batches, blankPicture, type Example, fitWords, fromExamples } from '@xm/data';
import { ConfigError, cpu, leaves, memory, type Params, useBackend } from '@xm/tensor-ops';
import {
  dualEncoder,
  embed,
  type JointSpace,
  jointSpaceFrom,
  trainJointSpace,
  zeroShot,
} from '../src/index.ts';

/** 32 plain colours, each with a name of two words. */
const examples: Example[] = Array.from({ length: 32 }, (_, i) => {
  const image = blankPicture(8, 8);
  const colour = [(i % 4) * 80, (Math.floor(i / 4) % 4) * 80, Math.floor(i / 16) * 200];
  for (let at = 0; at < image.data.length; at++) image.data[at] = colour[at % 3];
  return { id: `${i}`, image, text: `first${i % 4} second${Math.floor(i / 4)}` };
});
const names = examples.map(({ text }) => text as string);
const build = (): JointSpace =>
  dualEncoder({
    image: { kind: 'patch', size: 8, patch: 8, dim: 32, depth: 1, heads: 2, pooling: 'mean' },
    text: { kind: 'bag', length: 4, dim: 32 },
    tokenizer: fitWords(names),
    dim: 16,
  });
const train = (space: JointSpace, steps: number) =>
  trainJointSpace(space, batches(fromExamples(examples), { size: 32, seed: 1 }), {
    steps,
    seed: 2,
  });
const valuesOf = (params: Params) =>
  leaves(params).map(([path, leaf]) => [path, [...leaf.dataSync()]]);

const space = build();
let params: Params;
beforeAll(async () => {
  await useBackend([cpu()]);
  params = await train(space, 58);
}, 30_000);

test('in 58 steps every picture finds its text', async () => {
  const { scores } = await space.similarities(params, fromExamples(examples));
  const best = examples.map((_, row) => {
    const mine = [...scores.subarray(row * 32, (row + 1) * 32)];
    return mine.indexOf(Math.max(...mine));
  });
  expect(best).toEqual(examples.map((_, row) => row));
});

test('zeroShot picks the class that words describe', async () => {
  const classes = Object.fromEntries(names.map((name) => [name, [name]]));
  const { scores } = await zeroShot(space, params, examples.slice(5, 6), classes);
  expect(scores.indexOf(Math.max(...scores))).toBe(5);
});

test('the same seed gives the same params', async () => {
  expect(valuesOf(await train(build(), 2))).toEqual(valuesOf(await train(build(), 2)));
});

test.each(['image', 'text'] as const)('%s: in batches as at once, as from JSON', async (side) => {
  const whole = await embed(space, params, side, examples);
  const parts = await embed(space, params, side, fromExamples(examples), { batch: 5 });
  const again = jointSpaceFrom(JSON.parse(JSON.stringify(space.config)));
  expect(parts).toEqual(whole);
  expect(await embed(again, params, side, examples)).toEqual(whole);
});

test('embed refuses a batch that would never end', async () => {
  await expect(embed(space, params, 'text', examples, { batch: 0 })).rejects.toThrow(
    'batch must be a whole number from 1, got 0',
  );
});

test('embed names the example that lacks the modality, and leaves nothing', async () => {
  const before = memory().numTensors;
  await expect(
    embed(space, params, 'image', [examples[0], { id: 'y', text: 'a' }]),
  ).rejects.toThrow("embed: example 'y' has no image. Filter such examples out first.");
  expect(memory().numTensors).toBe(before);
});

test('what cannot be built', () => {
  expect(() => jointSpaceFrom({ ...space.config, dim: 0 })).toThrow(ConfigError);
});
