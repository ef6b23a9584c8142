import {
  abs,
  concat,
  cpu,
  createRng,
  inference,
  normal,
  ShapeError,
  sub,
  sum,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { type GridDecoderConfig, gridDecoder } from '../src/index.ts';
import { describeNetwork } from './describeNetwork.ts';

beforeAll(() => useBackend([cpu()]));

const config: GridDecoderConfig = { kind: 'grid', patch: 2, widths: [4, 3], blocks: 1 };
const build = (of: GridDecoderConfig) => gridDecoder(of, 3);

describeNetwork('gridDecoder', build, config, () => normal(createRng(4), [2, 2, 1, 3]));

test('paints a picture from a grid of any size, of any number of channels', () => {
  const decoder = build({ ...config, channels: 1 });
  const params = decoder.init(createRng(2));
  for (const [rows, columns] of [
    [1, 1],
    [2, 3],
  ]) {
    const y = decoder.apply(params, zeros([3, rows, columns, 3]), inference);
    expect(y.shape).toEqual([3, 4 * rows, 4 * columns, 1]);
  }
});

test('a cell paints its own square and what is near, and nothing far', () => {
  const decoder = build({ ...config, widths: [4] });
  const params = decoder.init(createRng(2));
  const dark = zeros([1, 4, 1, 3]);
  const lit = normal(createRng(3), [1, 1, 1, 3]);
  const one = concat([lit, zeros([1, 3, 1, 3])], 1);
  const [before, after] = [dark, one].map((grid) => decoder.apply(params, grid, inference));
  const changed = sum(abs(sub(after, before)), [2, 3]).dataSync();
  expect([...changed].map((change) => change > 0)).toEqual([1, 1, 1, 1, 0, 0, 0, 0].map(Boolean));
});

test('other shapes are refused', () => {
  const decoder = build(config);
  const params = decoder.init(createRng(1));
  expect(() => decoder.apply(params, zeros([2, 2, 2, 4]), inference)).toThrow(ShapeError);
});
