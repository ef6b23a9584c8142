import {
  ConfigError,
  cpu,
  createRng,
  disposeParams,
  inference,
  normal,
  ShapeError,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { patchify, unpatchify } from '../src/image/patchify.ts';
import { type ConvDecoderConfig, convDecoder } from '../src/index.ts';
import { checkGradient } from './checkGradient.ts';

beforeAll(() => useBackend([cpu()]));

const config: ConvDecoderConfig = { kind: 'conv', size: 8, patch: 2, widths: [4, 3], blocks: 1 };

test('unpatchify undoes patchify', () => {
  const x = normal(createRng(1), [2, 6, 4, 3]);
  const back = unpatchify(patchify(x, 2), 2);
  expect(back.shape).toEqual(x.shape);
  expect(back.dataSync()).toEqual(x.dataSync());
});

test('paints a picture of its size from every row of features', () => {
  const decoder = convDecoder(config, 5);
  const params = decoder.init(createRng(2));
  const x = normal(createRng(3), [3, 5]);
  const y = decoder.apply(params, x, inference);
  expect(y.shape).toEqual([3, 8, 8, 3]);
  // Rows know nothing of each other.
  const first = decoder.apply(params, tensor(x.dataSync().slice(0, 5), [1, 5]), inference);
  const rest = y.dataSync().slice(0, first.size);
  first.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(rest[i], 5);
  });
});

test('paints rectangles of any number of channels', () => {
  const wide = { ...config, size: [4, 12], channels: 1 } as const;
  const decoder = convDecoder(JSON.parse(JSON.stringify(wide)), 5);
  const y = decoder.apply(decoder.init(createRng(2)), zeros([3, 5]), inference);
  expect(y.shape).toEqual([3, 4, 12, 1]);
  expect(decoder.config).toEqual(wide);
});

test('its config, through JSON, builds it again', () => {
  const again = convDecoder(JSON.parse(JSON.stringify(convDecoder(config, 5).config)), 5);
  expect(again.config).toEqual(config);
});

test('its gradient matches differences', () =>
  checkGradient(convDecoder(config, 5), normal(createRng(4), [2, 5])));

test('nothing is left', async () => {
  const decoder = convDecoder(config, 5);
  const params = decoder.init(createRng(5));
  const x = normal(createRng(6), [2, 5]);
  await leaksNothing(() => decoder.apply(params, x, inference));
  disposeParams(params);
});

test('what cannot be built or painted is refused', () => {
  expect(() => convDecoder({ ...config, size: 9 }, 5)).toThrow(ConfigError);
  expect(() => convDecoder({ ...config, size: [8, 9] }, 5)).toThrow(ConfigError);
  const decoder = convDecoder(config, 5);
  expect(() => decoder.apply(decoder.init(createRng(1)), zeros([2, 4]), inference)).toThrow(
    ShapeError,
  );
});
