import { batches, type Example, fromExamples, type Modality, modalities } from '@xm/data';
import type { Speech } from '@xm/networks';
import {
  ConfigError,
  cpu,
  createRng,
  differentiate,
  leaves,
  memory,
  type Params,
  scalar,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import {
  disposeBatch,
  embed,
  infoNce,
  jointSpace,
  jointSpaceFrom,
  trainJointSpace,
  type Vectors,
  zeroShot,
} from '../src/index.ts';
import { lacking, small, things, whole } from './fourModalities.ts';

const space = small();
const complete = Array.from({ length: things }, (_, thing) => whole(thing));
/** Of two copies one has no picture or no video, the other no sound or no words. */
const gapped: Example[] = complete.flatMap((example, i) => [
  lacking(example, i % 2 ? 'image' : 'video'),
  { ...lacking(example, i % 3 ? 'speech' : 'text'), id: `again${i}` },
]);

let params: Params;
beforeAll(async () => {
  await useBackend([cpu()]);
  const stream = batches(fromExamples(gapped), { size: 16, seed: 1 });
  params = await trainJointSpace(space, stream, { steps: 80, learningRate: 0.04, seed: 2 });
}, 60_000);

const directions = modalities.flatMap((from) =>
  modalities.filter((to) => to !== from).map((to) => [from, to] as const),
);

test.each(directions)('from gaps it learns to go from %s to %s', async (from, to) => {
  const { scores } = await space.similarities(params, fromExamples(complete), { from, to });
  const best = complete.map((_, row) => {
    const mine = [...scores.subarray(row * things, (row + 1) * things)];
    return mine.indexOf(Math.max(...mine));
  });
  expect(best).toEqual(complete.map((_, row) => row));
});

test('its loss is that of every pair over the examples that have both', async () => {
  const examples = [
    lacking(complete[0], 'video'),
    lacking(complete[1], 'speech', 'video'),
    lacking(complete[2], 'text'),
    complete[3],
    lacking(complete[4], 'image', 'text'),
    { ...complete[3], id: 'same words' },
  ];
  const batch = space.collate(examples);
  const { loss } = space.objective({ labelSmoothing: 0.1 })(params, batch, createRng(1));

  const logitScale = scalar(Math.exp((params['logScale'] as Tensor).dataSync()[0]));
  let [total, rows] = [0, 0];
  for (const [i, from] of modalities.entries()) {
    for (const to of modalities.slice(i + 1)) {
      const having = examples.filter((e) => e[from] !== undefined && e[to] !== undefined);
      const [a, b] = await Promise.all(
        [from, to].map(async (side) => asTensor(await embed(space, params, side, having))),
      );
      const kept = tensor(
        having.map((example) => examples.indexOf(example)),
        [having.length],
        'int32',
      );
      // The last agrees with the fourth; what agrees is judged among those that are left.
      const labels = having.map(({ text, id }) => text ?? id);
      const targets = tensor(
        labels.flatMap((x) => shares(labels, x)),
        [kept.size, kept.size],
      );
      const value = infoNce(a, b, { logitScale, targets, labelSmoothing: 0.1 }).dataSync()[0];
      total += having.length * value;
      rows += having.length;
    }
  }
  expect(loss.dataSync()[0]).toBeCloseTo(total / rows, 4);
});

const shares = (labels: string[], label: string): number[] => {
  const same = labels.filter((other) => other === label).length;
  return labels.map((other) => (other === label ? 1 / same : 0));
};
const asTensor = ({ values, count, dim }: Vectors): Tensor => tensor(values, [count, dim]);

test('a modality that a batch lacks is passed over, and its tower gets no gradient', () => {
  const batch = space.collate(complete.map((example) => lacking(example, 'video')));
  expect(Object.keys(batch)).toEqual(['image', 'speech', 'text', 'gaps', 'targets']);
  expect(batch.gaps).toEqual({});
  const { gradients } = differentiate(space.objective(), params, batch, createRng(1));
  const size = (of: Modality): number =>
    leaves(gradients[of] as Params).reduce(
      (sum, [, leaf]) => sum + Math.hypot(...leaf.dataSync()),
      0,
    );
  expect(modalities.filter((modality) => size(modality) === 0)).toEqual(['video']);
});

test('a batch says who has what, and is freed as a whole', () => {
  const before = memory().numTensors;
  const batch = space.collate([complete[0], lacking(complete[1], 'speech'), complete[2]]);
  const gaps = batch.gaps.speech!;
  expect(Object.keys(batch.gaps)).toEqual(['speech']);
  expect([...gaps.present.dataSync()]).toEqual([1, 0, 1]);
  expect(gaps.present.shape).toEqual([3, 1]);
  expect(gaps.places.arraySync()).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
  expect((batch.speech as Speech).frames.shape[0]).toBe(2);
  disposeBatch(batch);
  expect(memory().numTensors).toBe(before);
});

test('a batch of which nothing can be learned is refused, and nothing is left', () => {
  const before = memory().numTensors;
  const alone = complete.map((example) => lacking(example, 'image', 'text', 'speech'));
  expect(() => space.collate(alone)).toThrow(
    "collate: an example of the batch must have two of image, speech, text, video; 'thing0' has video.",
  );
  expect(() => space.collate([])).toThrow('there is no example');
  const broken = { ...complete[1], video: { frameRate: 1, frames: [] } };
  expect(() => space.collate([complete[0], broken])).toThrow("'thing1' must have frames");
  expect(memory().numTensors).toBe(before);
});

test.each(['speech', 'video'] as const)('%s: in batches as at once, as from JSON', async (side) => {
  const at = await embed(space, params, side, complete);
  expect(await embed(space, params, side, fromExamples(complete), { batch: 3 })).toEqual(at);
  const again = jointSpaceFrom(JSON.parse(JSON.stringify(space.config)));
  expect(await embed(again, params, side, complete)).toEqual(at);
});

test('zeroShot classifies sounds, too', async () => {
  const prompts = Object.fromEntries(complete.map(({ text }) => [text, [text]]));
  const { scores } = await zeroShot(space, params, complete.slice(5, 6), prompts, 'speech');
  expect(scores.indexOf(Math.max(...scores))).toBe(5);
});

test('what cannot be built, and what is not known', async () => {
  const { dim, temperature, image, text } = space.config;
  const alone = () => jointSpaceFrom({ dim, temperature, ...(image ? { image } : {}) });
  expect(alone).toThrow(ConfigError);
  expect(alone).toThrow('a joint space must have at least two towers, got image.');
  const sized = { encoder: 'conv-tny' as 'conv-tiny' };
  expect(() =>
    jointSpace({ towers: { image: sized, video: { encoder: 'video-tiny' } }, dim }),
  ).toThrow("image must be one of 'conv-tiny'");
  const dual = jointSpaceFrom({ dim, temperature, image: image!, text: text! });
  await expect(embed(dual, params, 'speech', complete)).rejects.toThrow(
    "this joint space knows image, text, got 'speech'.",
  );
});
