import {
  ConfigError,
  cpu,
  createRng,
  inference,
  normal,
  reverse,
  ShapeError,
  slice,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import {
  type VideoConfig,
  type VideoDecoderConfig,
  videoDecoder,
  videoDecoderSizes,
  videoEncoder,
  videoSizes,
} from '../src/index.ts';
import { describeNetwork, run } from './describeNetwork.ts';

beforeAll(() => useBackend([cpu()]));

const config: VideoConfig = {
  kind: 'frames',
  time: 3,
  image: { kind: 'conv', size: 4, patch: 2, widths: [3], blocks: 1, pooling: 'flatten' },
  dim: 4,
  depth: 1,
  heads: 2,
};
const painting: VideoDecoderConfig = {
  ...config,
  image: { kind: 'conv', size: 4, patch: 2, widths: [3], blocks: 1 },
};
const video = () => normal(createRng(7), [2, 3, 4, 4, 3]);

describeNetwork('videoEncoder', videoEncoder, config, video);
describeNetwork(
  'videoDecoder',
  (config) => videoDecoder(config, 5),
  painting,
  () => normal(createRng(4), [2, 5]),
);

test('a video played backwards is another', () => {
  const forwards = run(videoEncoder(config), video());
  const backwards = run(videoEncoder(config), reverse(video(), 1));
  const furthest = Math.max(...forwards.map((v, i) => Math.abs(v - backwards[i])));
  expect(furthest).toBeGreaterThan(1e-3);
});

test('videos know nothing of each other, nor of their place in the batch', () => {
  const [both, first, turned] = [video(), slice(video(), 0, 1), reverse(video(), 0)].map((x) =>
    run(videoEncoder(config), x),
  );
  both.forEach((value, i) => {
    if (i < 4) expect(value).toBeCloseTo(first[i], 5);
    expect(value).toBeCloseTo(turned[(i + 4) % 8], 5);
  });
});

test('the frames of a painted video differ', () => {
  const values = run(videoDecoder(painting, 5), normal(createRng(4), [1, 5]));
  const each = values.length / 3;
  const [a, b, c] = [0, 1, 2].map((t) => values.slice(t * each, (t + 1) * each));
  expect(a).not.toEqual(b);
  expect(b).not.toEqual(c);
});

test.each(Object.entries(videoSizes))('%s gives a vector of its dim', (_, config) => {
  const { time, image, dim } = config;
  const x = normal(createRng(2), [1, time, image.size, image.size, 3]);
  const values = run(videoEncoder(config), x);
  expect(values).toHaveLength(dim);
  expect(values.every(Number.isFinite)).toBe(true);
});

test.each(Object.entries(videoDecoderSizes))('%s paints its frames', (_, config) => {
  const decoder = videoDecoder(config, 16);
  const y = decoder.apply(decoder.init(createRng(1)), normal(createRng(4), [1, 16]), inference);
  const { size } = config.image as { size: number };
  expect(y.shape).toEqual([1, config.time, size, size, 3]);
  expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
});

test('what does not fit is refused', () => {
  expect(() => videoEncoder({ ...config, heads: 3 })).toThrow(ConfigError);
  expect(() => run(videoEncoder(config), zeros([1, 2, 4, 4, 3]))).toThrow(
    'videoEncoder: input must have shape [any,3,4,4,3], got [1,2,4,4,3]. Take so many frames',
  );
  expect(() => run(videoDecoder(painting, 5), zeros([1, 4]))).toThrow(ShapeError);
});
