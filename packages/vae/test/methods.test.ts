import {
  adamW,
  ConfigError,
  cpu,
  createRng,
  differentiate,
  dispose,
  disposeParams,
  fold,
  initialState,
  leaves,
  memory,
  type Params,
  slice,
  type Tensor,
  tensor,
  trainStep,
  uniform,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { type MethodConfig, multimodalVae, type VaeBatch, type VaeConfig } from '../src/index.ts';
import { encode } from '../src/model/encode.ts';
import { interpolate, reconstruct, translate } from '../src/model/generate.ts';
import { linearVae } from './linearVae.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

/** Pictures, texts and sounds, private latents where the method has them, and of texts where it wants them. */
const configOf = (method: MethodConfig, own: boolean): VaeConfig => {
  const { image, text, speech } = tinyConfig.channels;
  const latents = own ? 2 : 0;
  const channels = {
    image: { ...image!, latents },
    text: { ...text!, latents: own && method.kind === 'nexus' ? 1 : 0 },
    speech: { ...speech!, latents },
  };
  return { shared: 3, method, channels };
};

const all: [string, MethodConfig, boolean][] = [
  ['recipe', { kind: 'recipe' }, true],
  ['mvae', { kind: 'mvae' }, true],
  ['mvae, no subsets', { kind: 'mvae', subsets: 0 }, false],
  ['mopoe', { kind: 'mopoe' }, true],
  ['mmvae', { kind: 'mmvae' }, false],
  ['mmvae, iwae', { kind: 'mmvae', bound: 'iwae', samples: 3 }, false],
  ['mmvae, dreg, laplace', { kind: 'mmvae', bound: 'dreg', samples: 2, latents: 'laplace' }, false],
  ['cvae', { kind: 'cvae', width: 8 }, true],
  ['jmvae', { kind: 'jmvae', width: 8 }, true],
  ['telbo', { kind: 'telbo', width: 8 }, true],
  ['mvtcae', { kind: 'mvtcae' }, true],
  ['dmvae', { kind: 'dmvae' }, true],
  ['mmvae+', { kind: 'mmvae+', latents: 'laplace' }, true],
  ['mmvae+, dreg', { kind: 'mmvae+', bound: 'dreg', samples: 2 }, true],
  ['cmvae', { kind: 'cmvae', clusters: 3, bound: 'iwae', samples: 2 }, true],
  ['crmvae', { kind: 'crmvae' }, true],
  ['mhvae', { kind: 'mhvae', width: 8 }, true],
  ['jnf', { kind: 'jnf', width: 8, flow: { width: 6, depth: 2 } }, true],
  ['nexus', { kind: 'nexus', width: 8, dropout: 0.5 }, true],
];

/** Three examples: each lacks something, but the first. */
function withGaps(): VaeBatch {
  const [two, three] = [tinyBatch(2), tinyBatch(3)];
  const gap = (second: number) => ({
    present: tensor([1, second, 1 - second], [3, 1]),
    places: tensor([1, 0, 0, second, 0, 1 - second], [3, 2]),
  });
  return {
    image: two.image,
    text: three.text,
    speech: two.speech,
    gaps: { image: gap(1), speech: gap(0) },
  };
}

const numberOf = (x: Tensor): number => x.dataSync()[0];

describe.each(all)('%s', (_, method, own) => {
  const vae = multimodalVae(configOf(method, own));
  let params: Params;
  beforeAll(() => {
    params = vae.init(createRng(1));
  });
  const latents = own ? 1 : 0;
  const two = {
    image: { inputs: 4, latents, weight: 1 },
    text: { inputs: 3, latents, weight: 2 },
  };
  const linear = linearVae(method, 2, { ...two, speech: { inputs: 2, latents, weight: 1 } });
  const numbers = (one: 'image' | 'text' | 'speech', rows: number): Tensor =>
    uniform(fold(createRng(3), one), [rows, { image: 4, text: 3, speech: 2 }[one]], -3, 3);

  test('through JSON it is built again', () => {
    const again = multimodalVae(JSON.parse(JSON.stringify(vae.config)));
    const paths = (model: typeof vae) => leaves(model.init(createRng(1))).map(([path]) => path);
    expect(paths(again)).toEqual(paths(vae));
  });

  test('gradients of a batch with gaps are numbers, and leave nothing behind', () => {
    const [objective, batch] = [vae.objective(), withGaps()];
    const before = memory().numTensors;
    const { loss, terms, gradients } = differentiate(objective, params, batch, createRng(2));
    const found = [...Object.entries({ loss, ...terms }), ...leaves(gradients)];
    for (const [name, numbers] of found) {
      expect([name, numbers.dataSync().every(Number.isFinite)]).toEqual([name, true]);
    }
    disposeParams(gradients);
    dispose([loss, terms] as never);
    expect(memory().numTensors).toBe(before);
  });

  test('it learns a batch with gaps by heart', () => {
    const gaps = { image: withGaps().gaps!.image! };
    const batch = { image: numbers('image', 2), text: numbers('text', 3), gaps } as never;
    const model = linearVae(method, 2, two);
    const objective = model.objective();
    // Before and after by the same noise, so that a few steps are enough.
    const lossOf = (params: Params): number =>
      numberOf(objective(params, batch, createRng(5)).loss);
    const optimizer = adamW({ learningRate: 0.1, weightDecay: 0 });
    const step = trainStep(objective, optimizer);
    let state = initialState(model.init(createRng(1)), optimizer, createRng(2));
    const before = lossOf(state.params);
    for (let i = 0; i < 4; i++) state = step(state, batch).state;
    expect(lossOf(state.params)).toBeLessThan(0.8 * before);
  });

  test('a modality that no example has does no harm', () => {
    const { speech: _speech, gaps, ...without } = withGaps();
    const batch = { ...without, gaps: { image: gaps!.image! } };
    const { loss } = vae.objective()(params, batch, createRng(3));
    expect(Number.isFinite(numberOf(loss))).toBe(true);
  });

  test('it says how probable examples are', async () => {
    const told = { samples: 3, rng: createRng(4), scales: { image: 1, speech: 1 } };
    const of = ['image', 'speech'] as const;
    const given = ['text'] as const;
    const under = await vae.logLikelihood(params, withGaps(), { ...told, of, given });
    expect([...under].map(Number.isFinite)).toEqual([true, true, true]);
    const both = vae.logLikelihood(params, withGaps(), told);
    if (method.kind === 'cvae') await expect(both).rejects.toThrow(/something must be given/);
    else expect([...(await both)].map(Number.isFinite)).toEqual([true, true, true]);
  });

  test('it translates in each direction, from several and with gaps, and makes examples', async () => {
    const params = linear.init(createRng(1));
    const rng = createRng(4);
    const sizes = { image: 4, text: 3, speech: 2 };
    const all = Object.keys(sizes) as (keyof typeof sizes)[];
    const inputs = Object.fromEntries(all.map((one) => [one, numbers(one, 2)]));
    const sizeOf = (written: unknown): number => (written as Float32Array).length;
    for (const to of all) {
      for (const from of all) {
        if (from === to) continue;
        const written = await translate(linear, params, to, { [from]: inputs[from] }, { rng });
        expect([from, to, sizeOf(written)]).toEqual([from, to, 2 * sizes[to]]);
      }
      const { [to]: _to, ...others } = inputs;
      const told = { rng, samples: 2, temperature: 0.5 };
      const twice = await translate(linear, params, to, others, told);
      expect(sizeOf(twice)).toBe(4 * sizes[to]);
      expect(sizeOf(await reconstruct(linear, params, to, inputs, { rng }))).toBe(2 * sizes[to]);
    }
    const ends = [
      { image: slice(inputs.image, 0, 1) },
      { image: slice(inputs.image, 1, 1) },
    ] as const;
    const between = await interpolate(linear, params, 'image', ends, { rng, steps: 3 });
    expect(sizeOf(between)).toBe(3 * sizes.image);
    const { gaps } = withGaps();
    const some = { image: inputs.image, text: numbers('text', 3), speech: inputs.speech, gaps };
    expect(sizeOf(await translate(linear, params, 'text', some as never, { rng }))).toBe(9);
    await leaksNothing(() => encode(linear, params, some as never) as never);
  });

  test('it makes real pictures and words, of one another and of nothing', async () => {
    const rng = createRng(4);
    const { image, text } = await vae.sample(params, ['image', 'text'], 2, { rng });
    expect([image.shape, text.length]).toEqual([[2, 8, 8, 3], 2]);
    const written = await vae.translate(params, 'text', withGaps(), { rng });
    expect(written).toHaveLength(3);
  });
});

test('where decoders know no private latents but those of the method, none are fitted', () => {
  const drawnIn = (kind: 'mmvae+' | 'cmvae' | 'dmvae'): string[] => {
    const sampler = { width: 8, depth: 1 };
    return Object.keys(multimodalVae({ ...configOf({ kind }, true), sampler }).samplers);
  };
  expect(drawnIn('dmvae')).toEqual(['shared', 'image', 'speech']);
  expect(drawnIn('mmvae+')).toEqual(['shared']);
  expect(drawnIn('cmvae')).toEqual(['shared']);
});

describe('what a method does not have is refused, and it says what it has', () => {
  const built =
    (method: unknown, own = false) =>
    () =>
      multimodalVae(configOf(method as MethodConfig, own));

  test('methods', () => {
    expect(built({ kind: 'gan' })).toThrow(/must be one of recipe, .*mvae.*got 'gan'/);
    expect(built({ kind: 'toString' })).toThrow(ConfigError);
  });

  test('bounds, distributions, numbers of samples', () => {
    for (const kind of ['mvae', 'mopoe']) {
      expect(built({ kind, bound: 'dreg' })).toThrow(/has elbo, got 'dreg'/);
      expect(built({ kind, latents: 'laplace' })).toThrow(/no closed form/);
    }
    expect(built({ kind: 'mmvae', bound: 'cubo' })).toThrow(/has elbo, iwae, dreg, got 'cubo'/);
    expect(built({ kind: 'mmvae', latents: 'cauchy' })).toThrow(/normal, laplace/);
    expect(built({ kind: 'mmvae', samples: 0 })).toThrow(/whole number from 1/);
  });

  test('levels', () => {
    for (const levels of [[2, 2], [], [3, 0], [1.5, 1.5]]) {
      expect(built({ kind: 'mhvae', levels })).toThrow(/levels must be .* make up shared, 3, got/);
    }
    expect(built({ kind: 'mhvae', levels: [1, 1, 1] })).not.toThrow();
  });

  test('shares and weights', () => {
    expect(built({ kind: 'nexus', dropout: 2 }, true)).toThrow(/number from 0 to 1, got 2/);
    for (const gammas of [{ image: -1 }, { video: 1 }]) {
      expect(built({ kind: 'nexus', gammas }, true)).toThrow(
        /for some of image, text, speech, got/,
      );
    }
  });

  test('private latents', () => {
    expect(built({ kind: 'mmvae' }, true)).toThrow(/must be 0, got image, speech/);
    expect(built({ kind: 'nexus' })).toThrow(/in nexus each modality must have .*, got none/);
  });

  test('options', () => {
    const vae = multimodalVae(configOf({ kind: 'mvae' }, true));
    expect(() => vae.objective({ strangers: 1 })).toThrow(/mvae takes .*, got strangers/);
    expect(() => multimodalVae(tinyConfig).objective({ freeBits: 0.1 })).toThrow(/got freeBits/);
  });
});
