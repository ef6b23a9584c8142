import {
  ConfigError,
  cpu,
  createRng,
  disposeParams,
  inference,
  normal,
  ShapeError,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { type MappedDecoderConfig, mappedDecoder } from '../src/index.ts';
import { checkGradient } from './checkGradient.ts';

beforeAll(() => useBackend([cpu()]));

const config: MappedDecoderConfig = {
  kind: 'mapped',
  mapping: { kind: 'mlp', hidden: [6], features: 5 },
  decoder: { kind: 'conv', size: 8, patch: 2, widths: [4, 3], blocks: 1 },
};

test('paints a picture from every row, without an end to its numbers', () => {
  const decoder = mappedDecoder(config, 3);
  const y = decoder.apply(decoder.init(createRng(2)), normal(createRng(3), [4, 3]), inference);
  expect(y.shape).toEqual([4, 8, 8, 3]);
  expect(Math.min(...y.dataSync())).toBeLessThan(0);
});

test('its config, through JSON, builds it again', () => {
  const again = mappedDecoder(JSON.parse(JSON.stringify(mappedDecoder(config, 3).config)), 3);
  expect(again.config).toEqual(config);
});

test('its gradient matches differences, nothing is left', async () => {
  const [decoder, x] = [mappedDecoder(config, 3), normal(createRng(4), [2, 3])];
  await checkGradient(decoder, x);
  const params = decoder.init(createRng(5));
  await leaksNothing(() => decoder.apply(params, x, inference));
  disposeParams(params);
});

test('what cannot be built or painted is refused', () => {
  const decoder = { ...config.decoder, size: 9 };
  expect(() => mappedDecoder({ ...config, decoder }, 3)).toThrow(ConfigError);
  const built = mappedDecoder(config, 3);
  expect(() => built.apply(built.init(createRng(1)), zeros([2, 4]), inference)).toThrow(ShapeError);
});
