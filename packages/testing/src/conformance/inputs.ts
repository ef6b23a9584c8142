import { seedOf, uniform } from '../random.ts';
import { type Plain, sizeOf } from '../reference/plain.ts';
import type { Input } from './case.ts';

/** The numbers of input number `position` of a case, exact in float32. */
export function fill(input: Input, name: string, position: number): Plain {
  const { shape, dtype = 'float32', values } = input;
  if (values) return { shape, values: Float64Array.from(values, Math.fround) };
  const size = sizeOf(shape);
  const random = uniform(seedOf(`${name} ${position}`));
  if (dtype === 'bool') {
    return { shape, values: Float64Array.from({ length: size }, () => Number(random() < 0.5)) };
  }
  const [low, high] = input.range ?? [-2, 2];
  if (dtype === 'int32') {
    const draw = () => Math.floor(low + random() * (high - low));
    return { shape, values: Float64Array.from({ length: size }, draw) };
  }
  // Evenly spaced, shifted so that zero and the other inputs' grids are missed, in random order.
  const shift = 0.27 + 0.11 * position;
  const grid = Float64Array.from({ length: size }, (_, i) =>
    Math.fround(low + ((i + shift) / size) * (high - low)),
  );
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [grid[i], grid[j]] = [grid[j], grid[i]];
  }
  return { shape, values: grid };
}
