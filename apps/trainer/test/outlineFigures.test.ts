import { type Example, resize, shapes } from '@xm/data';
import { outlineFigures } from '../src/evaluation/outlineFigures.ts';

const drawn = (count: number, split: 'train' | 'test'): Promise<Example[]> => {
  const data = shapes({ level: 3, count, seed: 1, size: 32, split });
  return Promise.all(Array.from({ length: count }, (_, i) => data.get(i)));
};

/** Each pixel the mean of those around it. */
const smeared = ({ image, ...rest }: Example, radius: number): Example => {
  const { width: side, data } = image!;
  const to = Uint8Array.from(data, (_, i) => {
    const [column, row] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    let [sum, count] = [0, 0];
    for (let y = Math.max(0, row - radius); y <= Math.min(side - 1, row + radius); y++) {
      for (let x = Math.max(0, column - radius); x <= Math.min(side - 1, column + radius); x++) {
        sum += data[3 * (y * side + x) + (i % 3)];
        count++;
      }
    }
    return sum / count;
  });
  return { ...rest, image: { ...image!, data: to } };
};

test('tells real ones from smeared ones and from those of other captions', async () => {
  const [others, made] = [await drawn(30, 'train'), await drawn(30, 'test')];
  const real = await outlineFigures(made, others, 32);
  expect(Object.keys(real)).toEqual([
    'nearest outline',
    'off outline of ellipse',
    'off outline of heart',
    'off outline of square',
  ]);
  expect(real['nearest outline']).toMatchObject({ value: 1, real: 1 });
  const blurred = await outlineFigures(
    made.map((example) => smeared(example, 2)),
    others,
    32,
  );
  for (const name of Object.keys(real).slice(1)) {
    expect(real[name].value).toBeLessThan(0.05);
    expect(blurred[name].value).toBeGreaterThan(0.15);
    expect(blurred[name].real).toBe(real[name].real);
  }
  // What was asked of the next one: right about as often as chance says.
  const dealt = made.map(({ image, id }, i) => {
    const { factors } = made[(i + 1) % made.length];
    const { size, colour } = made[i].factors!;
    return { id, ...(image && { image }), factors: { ...factors, size, colour } };
  });
  const { value, chance } = (await outlineFigures(dealt, others, 32))['nearest outline'];
  expect(Math.abs(value - chance!)).toBeLessThan(0.15);
});

test('brings pictures of other sizes to one', async () => {
  const made = await drawn(9, 'test');
  const wide = made.map(({ image, ...rest }) => ({ ...rest, image: resize(image!, 48, 64) }));
  const figures = await outlineFigures(wide, made, 32);
  expect(figures['nearest outline']).toMatchObject({ value: 1, real: 1 });
});

test('stops when it is told to', async () => {
  const made = await drawn(3, 'test');
  await expect(
    outlineFigures(made, made, 32, AbortSignal.abort(new Error('enough'))),
  ).rejects.toThrow('enough');
});
