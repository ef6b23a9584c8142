import {
  ConfigError,
  cpu,
  createRng,
  inference,
  type Network,
  normal,
  ShapeError,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import {
  type ImageConfig,
  imageEncoder,
  imageFeatures,
  imageSizes,
  type TextConfig,
  type Tokens,
  textEncoder,
  textSizes,
} from '../src/index.ts';
import { checkGradient } from './checkGradient.ts';
import { run } from './describeNetwork.ts';

beforeAll(() => useBackend([cpu()]));

const images: Record<string, ImageConfig> = {
  conv: { kind: 'conv', size: 8, patch: 2, widths: [3, 4], blocks: 1, pooling: 'mean' },
  patch: { kind: 'patch', size: 8, patch: 4, dim: 4, depth: 1, heads: 2, pooling: 'flatten' },
  mixer: { kind: 'mixer', size: 8, patch: 4, dim: 4, depth: 1, hidden: [3, 5], pooling: 'mean' },
};
const texts: Record<string, TextConfig> = {
  bag: { kind: 'bag', length: 4, dim: 4 },
  transformer: { kind: 'transformer', length: 4, dim: 4, depth: 1, heads: 2 },
};
const picture = (size: number, batch = 2) => normal(createRng(8), [batch, size, size, 3]);
const tokens = (ids: number[], mask: number[]): Tokens => ({
  ids: tensor(ids, [ids.length / 4, 4], 'int32'),
  mask: tensor(mask, [mask.length / 4, 4]),
});
const sample = () => tokens([1, 2, 3, 4, 5, 6, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0]);

test.each(Object.entries(imageSizes))('%s gives a vector of its features', (_, config) => {
  const network = imageEncoder(config);
  const x = picture(config.size, 1);
  const values = run(network, x);
  expect(values).toHaveLength(imageFeatures(config));
  expect(values.every(Number.isFinite)).toBe(true);
});

test.each(Object.entries(textSizes))('%s gives a vector of its dim', (_, config) => {
  const mask = zeros([1, config.length]);
  const ids = tensor(new Int32Array(config.length), [1, config.length], 'int32');
  // A text without any token.
  const values = run(textEncoder(config, 50), { ids, mask });
  expect(values).toHaveLength(config.dim);
  expect(values.every(Number.isFinite)).toBe(true);
});

describe.each([
  ...Object.entries(images).map(
    ([kind, config]) =>
      [kind, () => imageEncoder(config) as Network<never>, () => picture(8) as never] as const,
  ),
  ...Object.entries(texts).map(
    ([kind, config]) =>
      [kind, () => textEncoder(config, 9) as Network<never>, () => sample() as never] as const,
  ),
])('%s', (kind, build, input) => {
  test('is determined by its seed', () => {
    expect(run(build(), input(), 4)).toEqual(run(build(), input(), 4));
    expect(run(build(), input(), 4)).not.toEqual(run(build(), input(), 5));
  });

  test('its config, through JSON, builds it again', () => {
    const config = JSON.parse(JSON.stringify(build().config));
    const again = (
      kind in images ? imageEncoder(config) : textEncoder(config, 9)
    ) as Network<never>;
    expect(run(again, input())).toEqual(run(build(), input()));
  });

  test('its gradient matches differences', () => checkGradient(build(), input()));

  test('leaves nothing behind', async () => {
    const [network, x] = [build(), input()];
    const params = network.init(createRng(1));
    await leaksNothing(() => network.apply(params, x, inference));
  });
});

test.each(Object.entries(texts))('%s: padded tokens change nothing', (_, config) => {
  const other = tokens([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 0, 0]);
  expect(run(textEncoder(config, 9), other)).toEqual(run(textEncoder(config, 9), sample()));
});

describe('errors teach', () => {
  test('what cannot be built', () => {
    expect(() => imageEncoder({ kind: 'cnn' } as never)).toThrow(
      "image.kind must be one of 'conv', 'patch', 'mixer', got 'cnn'.",
    );
    expect(() => textEncoder({ kind: 'rnn' } as never, 9)).toThrow(ConfigError);
    expect(() => imageEncoder({ ...images['patch'], size: 9 } as ImageConfig)).toThrow(
      'patchEncoder: size must be a multiple of 4, got 9. Use 8.',
    );
    expect(() => imageEncoder({ ...images['patch'], heads: 3 } as ImageConfig)).toThrow(
      ConfigError,
    );
  });

  test('input of another size', () => {
    expect(() => run(imageEncoder(images['conv']), picture(16))).toThrow(ShapeError);
    expect(() => run(imageEncoder(images['patch']), picture(16))).toThrow(
      'patchEncoder: input must have shape [any,8,8,3], got [2,16,16,3]. Resize the pictures first.',
    );
    const short = { ids: zeros([1, 1], 'int32'), mask: zeros([1, 1]) };
    expect(() => run(textEncoder(texts['transformer'], 9), short)).toThrow(ShapeError);
  });
});
