import {
  add,
  broadcastTo,
  ConfigError,
  concat,
  cpu,
  createRng,
  fill,
  matMul,
  type Params,
  slice,
  sub,
  type Tensor,
  tensor,
  tidy,
  tile,
  transpose,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { squares } from '../src/channels/distances.ts';
import { type Channel, gaussianNll, measureScales, multimodalVae } from '../src/index.ts';
import { methodOf } from '../src/methods/methods.ts';
import type { Parts } from '../src/model/latentCode.ts';
import { logLikelihood } from '../src/model/logLikelihood.ts';
import type { Reader } from '../src/model/reader.ts';
import { runningLogMeanExp } from '../src/model/runningLogMeanExp.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

interface Side {
  numbers: number;
  latents: number;
  sigma: number;
  a: number[];
  b: number[];
  x: number[];
  gain: number[];
  logVar: number[];
  ownLogVar: number[];
}
type Name = 'image' | 'video';
const { inputs, expected, provenance } = golden<
  { rows: number; shared: number } & Record<Name, Side>,
  Record<'evidenceBound' | 'both' | 'image' | 'imageUnderVideo', number[]>
>(`${__dirname}/golden/likelihood.json`);
const { rows, shared } = inputs;
const names: Name[] = ['image', 'video'];

/** x = A·code + b and noise of a known scale; posteriors with means that are linear in x. */
const linear = ({ numbers, latents, sigma, a, b, gain, logVar, ownLogVar }: Side): Reader => {
  const channel: Channel<Tensor, Tensor> = {
    config: {},
    latents,
    features: undefined,
    init: () => ({}),
    see: (_, input) => input,
    make: (_, code) =>
      tidy(() =>
        add(matMul(code, transpose(tensor(a, [numbers, shared + latents]))), tensor(b, [numbers])),
      ),
    scale: { fixed: sigma, distances: squares, of: ([variance]) => Math.sqrt(variance) },
    negativeLogLikelihood: (made, input, scale = sigma) =>
      gaussianNll(input, made, undefined, { scale: scale as number }),
    write: async (_, code) => code,
    again: (written) => written as Tensor,
  };
  const posterior = (input: Tensor) => {
    const mu = matMul(
      sub(input, tensor(b, [numbers])),
      tensor(gain, [shared + latents, numbers]),
      false,
      true,
    );
    const part = (at: number, size: number, logVar: number[]) => ({
      mu: slice(mu, [0, at], [input.shape[0], size]),
      logVar: broadcastTo(tensor(logVar), [input.shape[0], size]),
    });
    return {
      shared: part(0, shared, logVar),
      own: part(shared, latents, ownLogVar),
      features: input,
    };
  };
  return {
    channel: channel as unknown as Channel,
    features: numbers,
    init: () => ({}),
    read: (_, input) => posterior(input as Tensor),
  };
};
const readers = Object.fromEntries(names.map((name) => [name, linear(inputs[name])]));
const parts: Parts = {
  config: { shared, channels: {} },
  channels: Object.fromEntries(names.map((name) => [name, readers[name].channel])),
  readers,
  samplers: {},
  method: methodOf({ kind: 'recipe' }, { shared, channels: {}, readers }),
};
const params: Params = { image: { channel: {} }, video: { channel: {} } };
const inputOf = (name: Name): Tensor => {
  const { x, numbers } = inputs[name];
  return tensor(x, [rows, numbers]);
};
const both = () => ({ image: inputOf('image'), video: inputOf('video') });
const rng = createRng(3);
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b) / values.length;
/** The mean of several estimates, example by example. */
const repeatedly = async (times: number, samples: number): Promise<number[]> => {
  const { image, video } = both();
  const many = { image: tile(image, [times, 1]), video: tile(video, [times, 1]) };
  const values = await logLikelihood(parts, params, many, { samples, rng });
  return Array.from({ length: rows }, (_, row) => mean(values.filter((_, i) => i % rows === row)));
};

describe(provenance, () => {
  test('one draw gives the evidence bound, more give more, many the likelihood', async () => {
    const [one, few] = [await repeatedly(3000, 1), await repeatedly(60, 10)];
    const many = await logLikelihood(parts, params, both(), { samples: 4000, rng });
    expect(Math.abs(mean(one) - mean(expected.evidenceBound))).toBeLessThan(0.15);
    for (let row = 0; row < rows; row++) {
      expect(few[row]).toBeGreaterThan(expected.evidenceBound[row]);
      expect(few[row]).toBeLessThan(expected.both[row]);
      expect(Math.abs(many[row] - expected.both[row])).toBeLessThan(0.1);
    }
  });

  test('of one modality, whatever stands beside it', async () => {
    for (const told of [both(), { image: inputOf('image') }]) {
      const options = { samples: 4000, rng, of: ['image'] } as const;
      const some = await logLikelihood(parts, params, told, options);
      some.forEach((value, row) => {
        expect(Math.abs(value - expected.image[row])).toBeLessThan(0.1);
      });
    }
  });

  test('of one modality under the other', async () => {
    const options = { samples: 4000, rng, given: ['video'] } as const;
    const some = await logLikelihood(parts, params, both(), options);
    some.forEach((value, row) => {
      expect(Math.abs(value - expected.imageUnderVideo[row])).toBeLessThan(0.1);
    });
  });
});

test('private latents have the prior of the method', async () => {
  const side = inputs.image;
  const [stretch, columns] = [1.5, shared + side.latents];
  // Latents that lie farther, and of which less is made: under a prior of that deviation the same model.
  const factor = (at: number): number => (at < shared ? 1 : stretch);
  const image = linear({
    ...side,
    a: side.a.map((x, i) => x / factor(i % columns)),
    gain: side.gain.map((x, i) => x * factor(Math.floor(i / side.numbers))),
    ownLogVar: side.ownLogVar.map((x) => x + 2 * Math.log(stretch)),
  });
  const method = methodOf({ kind: 'mmvae+' }, { shared, channels: {}, readers: { image } });
  const stretched = {
    ...parts,
    channels: { image: image.channel as never },
    readers: { image },
    method,
  };
  const logVar = fill([side.latents], 2 * Math.log(stretch));
  const told = { image: { channel: {} }, method: { strange: { image: { logVar } } } };
  const options = { samples: 4000, rng };
  const some = await logLikelihood(stretched, told, { image: inputOf('image') }, options);
  some.forEach((value, row) => {
    expect(Math.abs(value - expected.image[row])).toBeLessThan(0.1);
  });
});

test('an example that lacks a modality is scored by what it has; by nothing it is not', async () => {
  const gap = { present: tensor([1, 0, 1], [3, 1]), places: tensor([1, 0, 0, 0, 0, 1], [3, 2]) };
  const video = tensor([...inputs.video.x.slice(0, 3), ...inputs.video.x.slice(6)], [2, 3]);
  const gappy = { image: inputOf('image'), video, gaps: { video: gap } };
  const options = { samples: 4000, rng };
  const values = await logLikelihood(parts, params, gappy, options);
  const wanted = [expected.both[0], expected.image[1], expected.both[2]];
  values.forEach((value, row) => {
    expect(Math.abs(value - wanted[row])).toBeLessThan(0.1);
  });
  const few = { samples: 2, rng, of: ['video'] } as const;
  const some = await logLikelihood(parts, params, gappy, few);
  expect([...some].map(Number.isNaN)).toEqual([false, true, false]);
});

test('the log of a mean, of numbers that e cannot be raised to', () => {
  const some = runningLogMeanExp(2);
  some.add([1000, -2000, 1001, Number.NEGATIVE_INFINITY]);
  some.add([Number.NEGATIVE_INFINITY, 1001]);
  const [first, second] = some.read();
  expect(first).toBeCloseTo(1000 - Math.log(3), 9);
  expect(second).toBeCloseTo(1001 + Math.log(2 / 3), 9);
});

describe('a model of every modality', () => {
  const vae = multimodalVae(tinyConfig);
  let started: Params;
  beforeAll(async () => {
    await useBackend([cpu()]);
    started = vae.init(createRng(1));
  });
  const options = { samples: 3, rng };

  test('is scored at scales that were measured: those under which it is most probable', async () => {
    const batches = [tinyBatch(2), tinyBatch(3)];
    const scales = await measureScales(vae, started, batches, { rng });
    expect(Object.keys(scales)).toEqual(['image', 'speech', 'video']);
    const scored = async (factor: number): Promise<number> =>
      mean(
        await vae.logLikelihood(started, tinyBatch(5), {
          ...options,
          of: ['image'],
          scales: { image: factor * (scales.image as number) },
        }),
      );
    const best = await scored(1);
    expect(best).toBeGreaterThan(await scored(0.8));
    expect(best).toBeGreaterThan(await scored(1.25));
    // Each example is scored by itself, and not by what stands beside it.
    const [first] = await vae.logLikelihood(started, tinyBatch(2), { ...options, scales });
    const other = tinyBatch(2);
    const image = slice(other.image, 0, 1);
    const beside = { ...other, image: concat([image, transpose(image, [0, 2, 1, 3])], 0) };
    const [again] = await vae.logLikelihood(started, beside, { ...options, scales });
    expect(again).toBeCloseTo(first, 3);
    // A scale in the config is as good, and its params the same.
    const { image: channel, ...others } = tinyConfig.channels;
    const channels = { ...others, image: { ...channel!, scale: scales.image! } };
    const fixed = multimodalVae({ ...tinyConfig, channels });
    const { image: _, ...rest } = scales;
    const told = { ...options, scales: rest };
    expect((await fixed.logLikelihood(started, tinyBatch(2), told))[0]).toBeCloseTo(first, 3);
  });

  test('leaves nothing, stops when told, and says what cannot be scored', async () => {
    const batch = tinyBatch(2);
    const scales = { image: 1, speech: 1, video: 1 };
    const told = { ...options, scales, given: ['text'] } as const;
    await leaksNothing(async () => {
      await vae.logLikelihood(started, batch, { ...options, scales });
      await vae.logLikelihood(started, batch, told);
      await measureScales(vae, started, [batch], { rng });
      return [];
    });
    const signal = AbortSignal.abort('stop');
    await expect(vae.logLikelihood(started, batch, { ...told, signal })).rejects.toBe('stop');
    const refused = async (more: object, message: RegExp): Promise<void> => {
      const asked = { ...options, scales, ...more };
      await expect(vae.logLikelihood(started, batch, asked)).rejects.toThrow(message);
      await expect(vae.logLikelihood(started, batch, asked)).rejects.toThrow(ConfigError);
    };
    await refused({ scales: {} }, /scales\.image must be a number above 0, got none/);
    await refused({ samples: 0 }, /samples must be a whole number from 1/);
    await refused({ of: ['text'], given: ['text'] }, /text is both scored and given/);
    await refused({ of: ['smell'] }, /smell must be among the inputs/);
    await refused({ given: ['image', 'text', 'speech', 'video'] }, /must be a modality to be/);
    const texts = { text: batch.text };
    expect(await vae.logLikelihood(started, texts, options)).toHaveLength(2);
    await expect(measureScales(vae, started, [texts], { rng })).rejects.toThrow(ConfigError);
  });
});
