import { type Example, nearestOutlines, type Picture, shapes } from '@xm/data';
import { centresOfMass, outlines } from '../src/shapes/outlines.ts';

const drawn = async (level: 1 | 3 | 5, size: number): Promise<Required<Example>[]> => {
  const data = shapes({ level, count: 90, seed: 1, size });
  return Promise.all(Array.from({ length: 30 }, (_, i) => data.get(i * 3))) as never;
};
const fitted = ({ image, factors }: Required<Example>) =>
  nearestOutlines(image, factors as Parameters<typeof nearestOutlines>[1]);
const periods: Record<string, number> = { square: 90, ellipse: 180, heart: 360 };

test.each([
  [1, 32, 0.01],
  [1, 64, 0.01],
  [3, 32, 0.1],
  [5, 32, 0.1],
] as const)('finds how shapes were drawn: level %i, %i pixels', async (level, size, most) => {
  for (const example of await drawn(level, size)) {
    const [nearest] = fitted(example);
    const { shape, rotation } = example.factors;
    const period = periods[`${shape}`];
    const off = (((nearest.rotation - Number(rotation)) % period) + period) % period;
    expect(nearest.shape).toBe(shape);
    expect(Math.min(off, period - off)).toBeLessThanOrEqual(level === 1 ? 3 : 15);
    expect(nearest.error).toBeLessThan(most);
  }
});

const filled = (side: number, paint: (x: number, y: number) => number): Picture => ({
  width: side,
  height: side,
  channels: 3,
  data: Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const at = Math.floor(i / 3);
    return paint((at % side) + 0.5 - side / 2, Math.floor(at / side) + 0.5 - side / 2);
  }),
});

test('a blob is near to none, and nothing is as far as there is', () => {
  const [square] = nearestOutlines(
    filled(64, (x, y) => 255 * Number(Math.max(Math.abs(x), Math.abs(y)) <= 10)),
    { size: 'big' },
  );
  expect(square).toMatchObject({ shape: 'square', rotation: 0 });
  expect(square.error).toBeLessThan(0.02);
  const [blob] = nearestOutlines(
    filled(64, (x, y) => 255 * Math.exp(-(x * x + y * y) / 128)),
    {},
  );
  expect(blob.error).toBeGreaterThan(0.15);
  for (const size of [16, 48]) {
    for (const { error } of nearestOutlines(
      filled(size, () => 0),
      { colour: 'red' },
    )) {
      expect(error).toBe(1);
    }
  }
});

test('wants a square picture', () => {
  const { data } = filled(32, () => 0);
  expect(() => nearestOutlines({ width: 64, height: 16, channels: 3, data }, {})).toThrow(
    'must be square, got 64 × 16',
  );
});

test.each(['square', 'ellipse', 'heart'] as const)('the centre of mass of a %s', (shape) => {
  let [count, sum] = [0, 0];
  for (let x = -15; x <= 15; x += 0.1) {
    for (let y = -15; y <= 15; y += 0.1) {
      if (!outlines[shape](x, y)) continue;
      count++;
      sum += y;
    }
  }
  expect(sum / count).toBeCloseTo(centresOfMass[shape], 1);
});

test('grey behind a colour counts as nothing', () => {
  const square = (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y)) <= 5;
  const grey = nearestOutlines(
    filled(32, () => 200),
    { size: 'big', colour: 'red' },
  );
  expect(grey.map(({ error }) => error)).toEqual([1, 1, 1]);
  const { data, ...rest } = filled(32, (x, y) => (square(x, y) ? 192 : 100));
  // The light red of the middle of all textures on that grey.
  const red = data.map((value, i) => (value === 100 ? 100 : Math.round([158, 53, 0][i % 3])));
  const [nearest] = nearestOutlines({ ...rest, data: red }, { size: 'big', colour: 'red' });
  expect(nearest).toMatchObject({ shape: 'square', rotation: 0 });
  expect(nearest.error).toBeLessThan(0.01);
});
