import {
  ConfigError,
  concat,
  cpu,
  createRng,
  dispose,
  inference,
  type Network,
  normal,
  reshape,
  ShapeError,
  tensor,
  tidy,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import {
  ctcHead,
  type MelDecoderConfig,
  melDecoder,
  melDecoderSizes,
  type Speech,
  type SpeechConfig,
  speechEncoder,
  speechFrames,
  speechSizes,
} from '../src/index.ts';
import { describeNetwork, run } from './describeNetwork.ts';

beforeAll(() => useBackend([cpu()]));

const config: SpeechConfig = {
  kind: 'transformer',
  frames: 8,
  mels: 3,
  halvings: 2,
  dim: 4,
  depth: 1,
  heads: 2,
};
const lengths = [8, 5];
const speech = (beyond = 0): Speech => {
  const mask = lengths.flatMap((n) => Array.from({ length: 8 }, (_, t) => (t < n ? 1 : 0)));
  const values = normal(createRng(6), [2, 8, 3]).dataSync();
  const frames = values.map((v, i) => (mask[Math.floor(i / 3)] === 1 ? v : beyond));
  return { frames: tensor(frames, [2, 8, 3]), mask: tensor(mask, [2, 8]) };
};

/** Frames through the CTC head, with the frames' mask beside the logits. */
const heard = (config: SpeechConfig): Network<Speech> => {
  const [frames, head] = [speechFrames(config), ctcHead(config.dim, 3)];
  return {
    config: frames.config,
    init: (rng) => ({ frames: frames.init(rng), head: head.init(rng) }),
    apply: (params, input, mode) =>
      tidy(() => {
        const p = params as Record<string, never>;
        const { logits, mask } = head.apply(
          p['head'],
          frames.apply(p['frames'], input, mode),
          mode,
        );
        return concat([logits, reshape(mask, [2, -1, 1])], 2);
      }),
  };
};

describeNetwork('speechEncoder', speechEncoder, config, speech);
describeNetwork('speechFrames and ctcHead', heard, config, speech);

test('what is padded changes nothing', () => {
  expect(run(speechEncoder(config), speech(100))).toEqual(run(speechEncoder(config), speech()));
  const [quiet, loud] = [run(heard(config), speech()), run(heard(config), speech(100))];
  // Five frames are three after one halving, two after the next.
  expect(quiet.filter((_, i) => i % 4 === 3)).toEqual([1, 1, 1, 1]);
  expect(loud).toEqual(quiet);
});

test('a mask leaves whole frames out after halving', () => {
  const mask = tensor([1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [2, 8]);
  const values = run(heard(config), { frames: speech().frames, mask });
  expect(values.filter((_, i) => i % 4 === 3)).toEqual([1, 0, 1, 0]);
});

test('how much padding there is changes nothing', () => {
  const longer = { ...config, frames: 16 };
  const { frames, mask } = speech();
  const network = speechEncoder(longer);
  const params = network.init(createRng(1));
  const padded = {
    frames: concat([frames, zeros([2, 8, 3])], 1),
    mask: concat([mask, zeros([2, 8])], 1),
  };
  const positions = (params['positions'] as ReturnType<typeof zeros>).dataSync().slice(0, 2 * 4);
  const short = { ...params, positions: tensor(positions, [2, 4]) };
  const [a, b] = [
    network.apply(params, padded, inference).dataSync(),
    speechEncoder(config).apply(short, speech(), inference).dataSync(),
  ];
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i], 5);
  });
});

test('time matters', () => {
  const reversed = { ...speech(), mask: tensor(Array(16).fill(1), [2, 8]) };
  const values = reversed.frames.dataSync();
  const turned = Float32Array.from(values, (_, i) => {
    const [row, t, mel] = [Math.floor(i / 24), Math.floor(i / 3) % 8, i % 3];
    return values[row * 24 + (7 - t) * 3 + mel];
  });
  expect(
    run(speechEncoder(config), { ...reversed, frames: tensor(turned, [2, 8, 3]) }),
  ).not.toEqual(run(speechEncoder(config), reversed));
});

test.each(Object.entries(speechSizes))('%s gives a vector of its dim', (_, config) => {
  const { frames, mels, dim } = config;
  // A sound without any frame.
  const silent = { frames: zeros([1, frames, mels]), mask: zeros([1, frames]) };
  const values = run(speechEncoder(config), silent);
  expect(values).toHaveLength(dim);
  expect(values.every(Number.isFinite)).toBe(true);
});

const mel: MelDecoderConfig = {
  kind: 'conv',
  frames: 8,
  mels: 4,
  patch: 2,
  widths: [4, 3],
  blocks: 1,
};

/** Both of a decoder's outputs in one tensor. */
const decoded = (config: MelDecoderConfig): Network => {
  const decoder = melDecoder(config, 5);
  return {
    ...decoder,
    apply: (params, input, mode) =>
      tidy(() => {
        const { frames, lengths } = decoder.apply(params, input, mode);
        return concat([frames, reshape(lengths, [-1, config.frames, 1])], 2);
      }),
  };
};

describeNetwork('melDecoder', decoded, mel, () => normal(createRng(4), [2, 5]));

test.each(Object.entries(melDecoderSizes))('%s gives log-mels and lengths', (_, config) => {
  const decoder = melDecoder(config, 16);
  const x = normal(createRng(4), [1, 16]);
  const { frames, lengths } = decoder.apply(decoder.init(createRng(1)), x, inference);
  expect(frames.shape).toEqual([1, config.frames, config.mels]);
  expect(lengths.shape).toEqual([1, config.frames]);
  expect([...frames.dataSync(), ...lengths.dataSync()].every(Number.isFinite)).toBe(true);
  dispose([frames, lengths]);
});

test('what does not fit is refused', () => {
  expect(() => speechEncoder({ ...config, frames: 10 })).toThrow(
    'speechFrames: frames must be a multiple of 4, to be halved 2 times, got 10.',
  );
  expect(() => speechEncoder({ ...config, heads: 3 })).toThrow(ConfigError);
  expect(() => melDecoder({ ...mel, mels: 5 }, 5)).toThrow(ConfigError);
  const short = { frames: zeros([1, 4, 3]), mask: zeros([1, 4]) };
  expect(() => run(speechEncoder(config), short)).toThrow('Cut or pad the sounds first.');
  const { frames } = speech();
  expect(() => run(speechEncoder(config), { frames, mask: zeros([2, 4]) })).toThrow(ShapeError);
  const decoder = melDecoder(mel, 5);
  expect(() => decoder.apply(decoder.init(createRng(1)), zeros([2, 4]), inference)).toThrow(
    ShapeError,
  );
});
