import { at, build, map, type Plain, zip } from './plain.ts';

/** Combines the elements along `axes` (all axes when left out). `combine` sees them in order. */
export function reduce(
  x: Plain,
  axes: readonly number[] | undefined,
  combine: (values: number[]) => number,
  keepDims = false,
): Plain {
  const reduced = new Set(
    (axes ?? x.shape.map((_, i) => i)).map((a) => (a + x.shape.length) % x.shape.length),
  );
  const inner = x.shape.map((size, axis) => (reduced.has(axis) ? size : 1));
  const outer = x.shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  const result = build(outer, (position) => {
    const values: number[] = [];
    build(inner, (offset) => {
      values.push(
        at(
          x,
          offset.map((o, axis) => o + position[axis]),
        ),
      );
      return 0;
    });
    return combine(values);
  });
  if (keepDims) return result;
  return { shape: outer.filter((_, axis) => !reduced.has(axis)), values: result.values };
}

export const total = (values: number[]): number => values.reduce((a, b) => a + b, 0);
export const average = (values: number[]): number => total(values) / values.length;
export const largest = (values: number[]): number => Math.max(...values);
export const smallest = (values: number[]): number => Math.min(...values);

/** e^(x − max)/Σ over the last axis. */
export function softmax(x: Plain): Plain {
  const e = map(
    zip(x, reduce(x, [-1], largest, true), (a, b) => a - b),
    Math.exp,
  );
  return zip(e, reduce(e, [-1], total, true), (a, b) => a / b);
}

/** x − log Σ eˣ over the last axis. */
export function logSoftmax(x: Plain): Plain {
  const shifted = zip(x, reduce(x, [-1], largest, true), (a, b) => a - b);
  const logSum = map(reduce(map(shifted, Math.exp), [-1], total, true), Math.log);
  return zip(shifted, logSum, (a, b) => a - b);
}

/** (x − mean)/√(variance + epsilon) over `axes`. */
export function standardize(x: Plain, axes: readonly number[], epsilon: number): Plain {
  const centred = zip(x, reduce(x, axes, average, true), (a, b) => a - b);
  const variance = reduce(
    map(centred, (v) => v * v),
    axes,
    average,
    true,
  );
  return zip(centred, variance, (a, b) => a / Math.sqrt(b + epsilon));
}

/** x/√(Σx² + epsilon) over the last axis. */
export const normalise = (x: Plain, epsilon: number): Plain =>
  zip(
    x,
    reduce(
      map(x, (v) => v * v),
      [-1],
      total,
      true,
    ),
    (a, b) => a / Math.sqrt(b + epsilon),
  );

/** Running sum along `axis`. */
export const cumsum = (x: Plain, axis: number, exclusive: boolean, reverse: boolean): Plain =>
  build(x.shape, (index) => {
    let sum = 0;
    for (let i = 0; i < x.shape[axis]; i++) {
      const before = reverse ? i > index[axis] : i < index[axis];
      const counts = before || (!exclusive && i === index[axis]);
      if (counts)
        sum += at(
          x,
          index.map((v, a) => (a === axis ? i : v)),
        );
    }
    return sum;
  });
