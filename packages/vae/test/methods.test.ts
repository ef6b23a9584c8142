import {
  adamW,
  ConfigError,
  cpu,
  createRng,
  dispose,
  disposeState,
  initialState,
  leaves,
  memory,
  type Objective,
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

  test('through JSON it is built again', () => {
    const again = multimodalVae(JSON.parse(JSON.stringify(vae.config)));
    const paths = (model: typeof vae) => leaves(model.init(createRng(1))).map(([path]) => path);
    expect(paths(again)).toEqual(paths(vae));
  });

  const learn = (
    objective: Objective<VaeBatch>,
    start: Params,
    batch: VaeBatch,
    { steps, learningRate }: { steps: number; learningRate: number },
  ): number[] => {
    const optimizer = adamW({ learningRate, weightDecay: 0 });
    const step = trainStep(objective, optimizer);
    let state = initialState(start, optimizer, createRng(2));
    const before = memory().numTensors;
    const losses = Array.from({ length: steps }, () => {
      const { state: next, terms } = step(state, batch);
      for (const [name, term] of Object.entries(terms)) {
        expect([name, Number.isFinite(numberOf(term))]).toEqual([name, true]);
      }
      const loss = numberOf(terms['loss']);
      disposeState(state);
      dispose(terms);
      state = next;
      return loss;
    });
    expect(memory().numTensors).toBe(before);
    return losses;
  };

  test('steps on a batch with gaps leave nothing behind', () => {
    const few = { steps: 2, learningRate: 0.01 };
    learn(vae.objective(), vae.init(createRng(1)), withGaps(), few);
  });

  test('it learns a batch with gaps by heart', () => {
    const linear = linearVae(method, 2, {
      image: { inputs: 4, latents: own ? 1 : 0, weight: 1 },
      text: { inputs: 3, latents: own ? 1 : 0, weight: 2 },
    });
    const image = uniform(createRng(3), [2, 4], -3, 3);
    const text = uniform(createRng(4), [3, 3], -3, 3);
    const batch: VaeBatch = {
      image,
      text: text as never,
      gaps: { image: withGaps().gaps!.image! },
    };
    const many = { steps: 16, learningRate: 0.1 };
    const losses = learn(linear.objective(), linear.init(createRng(1)), batch, many);
    const mean = (some: number[]): number => some.reduce((a, b) => a + b, 0) / some.length;
    expect(mean(losses.slice(-5))).toBeLessThan(0.9 * mean(losses.slice(0, 5)));
  });

  test('a modality that no example has does no harm', () => {
    const { speech: _speech, gaps, ...without } = withGaps();
    const batch = { ...without, gaps: { image: gaps!.image! } };
    const { loss } = vae.objective()(vae.init(createRng(1)), batch, createRng(3));
    expect(Number.isFinite(numberOf(loss))).toBe(true);
  });

  test('it says how probable examples are', async () => {
    const params = vae.init(createRng(1));
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
    const params = vae.init(createRng(1));
    const rng = createRng(4);
    const { image, text, speech } = tinyBatch(2);
    const inputs = { image, text, speech };
    const made = { image: 2 * 192, text: 2, speech: 2 * 32 };
    const sizeOf = (written: unknown): number =>
      Array.isArray(written)
        ? written.length
        : (
            (written as { data?: Float32Array }).data ??
            (written as { frames: Float32Array }).frames
          ).length;
    for (const to of ['image', 'text', 'speech'] as const) {
      for (const from of ['image', 'text', 'speech'] as const) {
        if (from === to) continue;
        const written = await vae.translate(params, to, { [from]: inputs[from] }, { rng });
        expect([from, to, sizeOf(written)]).toEqual([from, to, made[to]]);
      }
      const { [to]: _to, ...others } = inputs;
      const twice = await vae.translate(params, to, others, { rng, samples: 2, temperature: 0.5 });
      expect(sizeOf(twice)).toBe(2 * made[to]);
      expect(sizeOf(await vae.reconstruct(params, to, inputs, { rng }))).toBe(made[to]);
    }
    const sampled = await vae.sample(params, ['image', 'text'], 2, { rng });
    expect([sizeOf(sampled.image), sizeOf(sampled.text)]).toEqual([made.image, made.text]);
    const ends = [{ image: slice(image, 0, 1) }, { image: slice(image, 1, 1) }] as const;
    const between = await vae.interpolate(params, 'image', ends, { rng, steps: 3 });
    expect(between.shape[0]).toBe(3);
    await vae.translate(params, 'text', withGaps(), { rng });
    const gaps = withGaps();
    await leaksNothing(() => vae.encode(params, gaps) as never);
  });
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
