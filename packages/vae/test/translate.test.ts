import {
  adamW,
  ConfigError,
  concat,
  cpu,
  createRng,
  dispose,
  disposeState,
  fill,
  initialState,
  type Params,
  slice,
  sum,
  type Tensor,
  tensor,
  trainStep,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, leaksNothing } from '@xm/testing';
import { fitSamplers, multimodalVae, type VaeBatch, type VaeConfig } from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const { image, text } = tinyConfig.channels;
const pair = (latents: number): VaeConfig => ({
  ...tinyConfig,
  sampler: { width: 16, depth: 1 },
  channels: { image: { ...image!, latents }, text: { ...text!, weight: 30 } },
});
const vae = multimodalVae(pair(2));
const rng = createRng(1);

/** A dark picture called 4 5 and a bright one called 5 6, four times. */
function fourTimes(): Required<Pick<VaeBatch, 'image' | 'text'>> {
  const { text } = tinyBatch(2);
  const four = (x: Tensor): Tensor => concat([x, x, x, x], 0);
  const pictures = concat([fill([1, 8, 8, 3], 0.2), fill([1, 8, 8, 3], 0.8)], 0);
  return { image: four(pictures), text: { ids: four(text.ids), mask: four(text.mask) } };
}

const brightness = ({ data }: { data: Float32Array }): number[] =>
  Array.from({ length: data.length / 192 }, (_, i) =>
    data.subarray(i * 192, (i + 1) * 192).reduce((a, b) => a + b / 192, 0),
  );

const two = () => {
  const { image, text } = fourTimes();
  const some = (x: Tensor): Tensor => slice(x, 0, 2);
  return { image: some(image), text: { ids: some(text.ids), mask: some(text.mask) } };
};

describe('a model of two pictures and their texts, with nothing private', () => {
  const simple = multimodalVae(pair(0));
  let params: Params;

  beforeAll(async () => {
    await useBackend([cpu()]);
    const optimizer = adamW({ learningRate: 0.03, weightDecay: 0 });
    const step = trainStep(simple.objective(), optimizer);
    let state = initialState(simple.init(createRng(3)), optimizer, createRng(4));
    for (let i = 0; i < 20; i++) {
      const next = step(state, fourTimes());
      disposeState(state);
      dispose(next.terms);
      state = next.state;
    }
    const options = { steps: 60, batch: 16, learningRate: 0.03 };
    const samplers = await fitSamplers(simple, state.params, [fourTimes()], options);
    params = { ...state.params, samplers };
  }, 60_000);

  test('reads the texts off the pictures', async () => {
    const said = await simple.translate(params, 'text', { image: two().image }, { rng });
    expect(said).toEqual([
      [4, 5],
      [5, 6],
    ]);
  });

  test('paints what the texts say, as often as asked', async () => {
    const options = { rng, samples: 3, temperature: 1 };
    const painted = await simple.translate(params, 'image', { text: two().text }, options);
    expect(painted.shape).toEqual([6, 8, 8, 3]);
    for (const dark of brightness(painted).slice(0, 3)) expect(dark).toBeLessThan(0.4);
    for (const bright of brightness(painted).slice(3)) expect(bright).toBeGreaterThan(0.6);
    const again = await simple.translate(params, 'image', { text: two().text }, options);
    expect(again).toEqual(painted);
  });

  test('makes pictures and texts that go together, of both kinds', async () => {
    const { image, text } = await simple.sample(params, ['image', 'text'], 20, { rng });
    const agree = brightness(image).filter((light, i) => text[i][0] === (light < 0.5 ? 4 : 5));
    expect(agree.length).toBeGreaterThan(15);
    expect(new Set(text.map(String)).size).toBeGreaterThan(1);
  });
});

test('codes decode to what they came from; between two of them lies a way', async () => {
  const params = vae.init(createRng(2));
  const { shared, own } = vae.encode(params, two());
  const code = { shared: shared.mu, own: own.image!.mu };
  const again = await vae.reconstruct(params, 'image', two(), { rng });
  expect(await vae.decode(params, 'image', code, { rng })).toEqual(again);
  const row = (at: number): VaeBatch => ({ image: slice(two().image, at, 1) });
  const ends = [row(0), row(1)] as const;
  const way = await vae.interpolate(params, 'image', ends, { rng, steps: 5 });
  expect(way.shape).toEqual([5, 8, 8, 3]);
  for (const [at, end] of [
    [0, ends[0]],
    [4, ends[1]],
  ] as const) {
    const { data } = await vae.reconstruct(params, 'image', end, { rng });
    expectClose(way.data.subarray(at * 192, (at + 1) * 192), data);
  }
});

test('a latent takes its values in equal steps, and all others stay', async () => {
  const params = vae.init(createRng(2));
  const { shared, own } = vae.encode(params, two());
  const inputs = two();
  for (const part of ['shared', 'own'] as const) {
    const told = { rng, latent: 1, part, from: -1, until: 3, steps: 3 };
    const made = await vae.traverse(params, 'image', inputs, told);
    expect(made.shape).toEqual([6, 8, 8, 3]);
    for (const [j, value] of [-1, 1, 3].entries()) {
      const put = (x: Tensor): Tensor => {
        const rows = x.arraySync() as number[][];
        return tensor(rows.map((row) => row.map((v, i) => (i === 1 ? value : v))));
      };
      const code = { shared: shared.mu, own: own.image!.mu };
      const { data } = await vae.decode(
        params,
        'image',
        { ...code, [part]: put(code[part]) },
        { rng },
      );
      for (const row of [0, 1]) {
        const at = (3 * row + j) * 192;
        expectClose(made.data.subarray(at, at + 192), data.subarray(row * 192, (row + 1) * 192));
      }
    }
  }
  const wide = await vae.traverse(params, 'text', inputs, {
    rng,
    latent: 0,
    part: 'shared',
    steps: 4,
  });
  expect(wide).toHaveLength(8);
});

test('private latents are drawn anew for each sample, and not at a temperature of 0', async () => {
  const params = vae.init(createRng(2));
  const text = { text: two().text };
  const drawn = await vae.translate(params, 'image', text, { rng, samples: 2 });
  expect(drawn.data.slice(0, 192)).not.toEqual(drawn.data.slice(192, 384));
  const still = { rng, samples: 2, temperature: 0 };
  const { data } = await vae.translate(params, 'image', text, still);
  expect(data.slice(0, 192)).toEqual(data.slice(192, 384));
});

test('leaves nothing behind', async () => {
  const params = vae.init(createRng(2));
  const [inputs, some] = [two(), fourTimes()];
  for (const to of ['text', 'image'] as const) {
    await leaksNothing(async () => {
      await vae.translate(params, to, inputs, { rng, temperature: 1 });
      await vae.reconstruct(params, to, inputs, { rng });
      await vae.sample(params, [to], 2, { rng });
      await vae.interpolate(params, to, [inputs, inputs], { rng, steps: 2 });
      await vae.traverse(params, to, inputs, { rng, steps: 2, latent: 0, part: 'shared' });
      return [];
    });
  }
  await leaksNothing(() => fitSamplers(vae, params, [some], { steps: 2, batch: 4 }));
});

test('samplers are fitted where a modality is missing in some examples, and stop when told', async () => {
  const whole = tinyBatch(4);
  const model = multimodalVae(tinyConfig);
  const params = model.init(createRng(2));
  const { image: _, ...lacking } = whole;
  const gap = {
    present: tensor([0, 1, 0, 1], [4, 1]),
    places: tensor([0, 0, 1, 0, 0, 0, 0, 1], [4, 2]),
  };
  const some = { ...whole, image: slice(whole.image, 0, 2), gaps: { image: gap } };
  const alone = { image: whole.image };
  const losses: number[] = [];
  const options = {
    steps: 2,
    batch: 4,
    onStep: (_: string, __: number, l: number) => losses.push(l),
  };
  const fitted = await fitSamplers(model, params, [lacking, some, alone], options);
  expect(Object.keys(fitted)).toEqual(['shared', 'image', 'speech', 'video']);
  expect(losses).toHaveLength(8);
  expect(losses.every(Number.isFinite)).toBe(true);
  await expect(fitSamplers(model, params, [lacking], { steps: 1 })).rejects.toThrow(
    /must have image/,
  );
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(fitSamplers(model, params, [alone], { signal })).rejects.toThrow('enough');
});

test('what cannot be asked is refused', async () => {
  const params = vae.init(createRng(2));
  const { image, text, speech } = tinyBatch(2);
  const refused = async (f: () => Promise<unknown>, message: RegExp): Promise<void> => {
    await expect((async () => f())()).rejects.toThrow(message);
    await expect((async () => f())()).rejects.toThrow(ConfigError);
  };
  await refused(() => vae.translate(params, 'text', {}, { rng }), /to start from/);
  await refused(() => vae.translate(params, 'text', { speech }, { rng }), /knows image, text, got/);
  await refused(() => vae.translate(params, 'video', { image }, { rng }), /knows image, text, got/);
  await refused(() => vae.translate(params, 'text', { image }, { rng, samples: 0 }), /samples/);
  await refused(() => vae.reconstruct(params, 'image', { text }, { rng }), /must be among/);
  const ends = [{ image }, { image }] as const;
  await refused(() => vae.interpolate(params, 'image', ends, { rng, steps: 1 }), /steps/);
  const asked = { rng, latent: 0, part: 'shared', steps: 3 } as const;
  const way = (more: object, from: VaeBatch = { image }) =>
    refused.bind(null, () => vae.traverse(params, 'image', from, { ...asked, ...more }));
  await way({ steps: 1 })(/steps/);
  await way({ latent: 3 })(/there are 3 shared latents, counted from 0, got 3/);
  await way({ latent: -1, part: 'own' })(/there are 2 latents of image itself/);
  await way({}, { text })(/must be among/);
});

test('fitting stops when a signal comes from outside, and leaves nothing behind', async () => {
  const params = vae.init(createRng(2));
  const some = fourTimes();
  await leaksNothing(async () => {
    const stop = new AbortController();
    let seen = 0;
    const onStep = (): void => void seen++;
    setTimeout(() => stop.abort('enough'), 20);
    const fitting = fitSamplers(vae, params, [some], {
      steps: 100_000,
      signal: stop.signal,
      onStep,
    });
    await expect(fitting).rejects.toBe('enough');
    expect(seen).toBeGreaterThan(0);
    return [];
  });
});

test('what is made from nothing is made of what was made before it, that with the fewest latents first', async () => {
  const all = multimodalVae(tinyConfig);
  const params = all.init(createRng(2));
  const options = { rng: createRng(6) };
  const { image, speech, text } = await all.sample(params, ['speech', 'image', 'text'], 3, options);
  const [words, sounds] = [all.channels.text!.again(text), all.channels.speech!.again(speech)];
  const written = words.ids.arraySync() as number[][];
  const masks = words.mask.arraySync() as number[][];
  text.forEach((ids, row) => {
    const framed = [2, ...ids.slice(0, 3), 3];
    expect(written[row].slice(0, framed.length)).toEqual(framed);
    expect(masks[row].reduce((sum, one) => sum + one)).toBe(framed.length);
  });
  expect(sounds.frames.shape).toEqual([3, 8, 4]);
  expect([...sum(sounds.mask, 1).dataSync()]).toEqual([...speech.lengths]);
  const told = await all.translate(params, 'speech', { text: words }, options);
  expectClose(speech.frames, told.frames, { absolute: 1e-6, relative: 1e-6 });
  const both = await all.translate(params, 'image', { text: words, speech: sounds }, options);
  expectClose(image.data, both.data, { absolute: 1e-6, relative: 1e-6 });
  await leaksNothing(async () => {
    await all.sample(params, ['image', 'text', 'speech', 'video'], 2, options);
    return [];
  });

  // From what is there the same way, beginning with it.
  const given = { text: tinyBatch(3).text };
  const made = await all.translateTogether(params, ['speech', 'image'], given, options);
  const heard = await all.translate(params, 'speech', given, options);
  expectClose(made.speech.frames, heard.frames, { absolute: 1e-6, relative: 1e-6 });
  const said = { ...given, speech: all.channels.speech!.again(made.speech) };
  const seen = await all.translate(params, 'image', said, options);
  expectClose(made.image.data, seen.data, { absolute: 1e-6, relative: 1e-6 });
  await expect(all.translateTogether(params, ['image', 'text'], given, options)).rejects.toThrow(
    /text is both given and to be made/,
  );
  await expect(all.translateTogether(params, ['image'], {}, options)).rejects.toThrow(ConfigError);
});
