import type { Speech, Tokens } from '@xm/networks';
import {
  ConfigError,
  cpu,
  createRng,
  inference,
  mul,
  type Params,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import {
  type Channel,
  gaussianNll,
  imageChannel,
  speechChannel,
  textChannel,
  videoChannel,
} from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const { channels: configs, shared } = tinyConfig;
const built = {
  image: imageChannel(configs.image!, shared),
  text: textChannel(configs.text!, shared),
  speech: speechChannel(configs.speech!, shared),
  video: videoChannel(configs.video!, shared),
};
const names = ['image', 'text', 'speech', 'video'] as const;
const inputOf = (name: (typeof names)[number], rows = 3) => tinyBatch(rows)[name];
const codeFor = (channel: Channel, rows = 3): Tensor =>
  tensor(
    Array.from({ length: rows * (shared + channel.latents) }, (_, i) => Math.sin(i)),
    [rows, shared + channel.latents],
  );
const surprise = (channel: Channel, params: Params, input: never): number[] => {
  const made = channel.make(params, codeFor(channel), input, inference);
  return [...channel.negativeLogLikelihood(made, input).dataSync()];
};
describe.each(names)('%s', (name) => {
  const channel = built[name] as Channel;

  test('its config, through JSON, is what it was built from', () => {
    expect(JSON.parse(JSON.stringify(channel.config))).toEqual(configs[name]);
  });

  test('sees as many features as it says', () => {
    const params = channel.init(createRng(1));
    const seen = channel.see(params, inputOf(name) as never, inference);
    expect(seen.shape).toEqual([3, channel.features]);
  });

  test('says how surprising each example is, and not the same of all', () => {
    const nll = surprise(channel, channel.init(createRng(1)), inputOf(name) as never);
    expect(nll).toHaveLength(3);
    expect(nll.every(Number.isFinite)).toBe(true);
    expect(new Set(nll).size).toBe(3);
  });

  test('leaves nothing behind', async () => {
    const params = channel.init(createRng(1));
    const [input, code] = [inputOf(name) as never, codeFor(channel)];
    await leaksNothing(() => channel.see(params, input, inference));
    const made = channel.make(params, code, input, inference);
    await leaksNothing(() => channel.negativeLogLikelihood(made, input));
    await leaksNothing(async () => {
      await channel.write(params, code, { temperature: 0, rng: createRng(1) });
      return [];
    });
  });
});

test('pictures are written as numbers from 0 to 1, and the likelihood is that of the pixels', async () => {
  const { image } = built;
  const params = image.init(createRng(1));
  const code = mul(codeFor(image), 100);
  const { data, shape } = await image.write(params, code, { temperature: 1, rng: createRng(1) });
  expect(shape).toEqual([3, 8, 8, 3]);
  expect([Math.min(...data), Math.max(...data)]).toEqual([0, 1]);
  const input = inputOf('image') as Tensor;
  const made = image.make(params, codeFor(image), input, inference);
  const nll = image.negativeLogLikelihood(made, input).dataSync();
  expect([...nll]).toEqual([...gaussianNll(input, made).dataSync()]);
});

test('texts are written as ids, sounds with their lengths, videos frame by frame', async () => {
  const options = { temperature: 1, rng: createRng(1) };
  const { text, speech, video } = built;
  const ids = await text.write(text.init(createRng(1)), codeFor(text), options);
  expect(ids).toHaveLength(3);
  expect(ids.flat().every((id) => Number.isInteger(id) && id < 8)).toBe(true);
  const sounds = await speech.write(speech.init(createRng(1)), codeFor(speech), options);
  expect(sounds.shape).toEqual([3, 8, 4]);
  for (const length of sounds.lengths) {
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(8);
  }
  const films = await video.write(video.init(createRng(1)), codeFor(video), options);
  expect(films.shape).toEqual([3, 2, 8, 8, 3]);
});

test('what stands behind the end of a sound changes nothing', () => {
  const { speech } = built;
  const params = speech.init(createRng(1));
  const input = inputOf('speech') as Speech;
  const behind = [...input.frames.dataSync()].map((v, i) => (Math.floor(i / 4) % 8 > 5 ? 7 : v));
  const other = { ...input, frames: tensor(behind, [3, 8, 4]) };
  expect(surprise(speech as Channel, params, other as never)).toEqual(
    surprise(speech as Channel, params, input as never),
  );
});

test('a text without an encoder says that it cannot see', () => {
  const { encoder: _, ...blind } = configs.text!;
  const channel = textChannel({ ...blind, features: 4 }, shared);
  expect(channel.features).toBeUndefined();
  expect(() => channel.see({}, inputOf('text') as Tokens, inference)).toThrow(ConfigError);
});
