import { at, build, type Plain } from './plain.ts';

export function concat(axis: number, ...parts: Plain[]): Plain {
  const size = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const shape = parts[0].shape.map((s, a) => (a === axis ? size : s));
  return build(shape, (index) => {
    let place = index[axis];
    const part = parts.find((p) => {
      if (place < p.shape[axis]) return true;
      place -= p.shape[axis];
      return false;
    })!;
    return at(
      part,
      index.map((i, a) => (a === axis ? place : i)),
    );
  });
}

export const slice = (x: Plain, begin: readonly number[], size: readonly number[]): Plain =>
  build(size, (index) =>
    at(
      x,
      index.map((i, axis) => i + begin[axis]),
    ),
  );

export const pad = (x: Plain, around: readonly (readonly number[])[], value: number): Plain =>
  build(
    x.shape.map((size, axis) => around[axis][0] + size + around[axis][1]),
    (index) => {
      const source = index.map((i, axis) => i - around[axis][0]);
      const inside = source.every((i, axis) => i >= 0 && i < x.shape[axis]);
      return inside ? at(x, source) : value;
    },
  );

export const reverse = (x: Plain, axes: readonly number[]): Plain =>
  build(x.shape, (index) =>
    at(
      x,
      index.map((i, axis) => (axes.includes(axis) ? x.shape[axis] - 1 - i : i)),
    ),
  );

export const tile = (x: Plain, reps: readonly number[]): Plain =>
  build(
    x.shape.map((size, axis) => size * reps[axis]),
    (index) =>
      at(
        x,
        index.map((i, axis) => i % x.shape[axis]),
      ),
  );

/** Slices of x along `axis` at integer indices of any shape. */
export const gather = (x: Plain, indices: Plain, axis: number): Plain => {
  const rank = indices.shape.length;
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return build(shape, (index) => {
    const which = at(indices, index.slice(axis, axis + rank));
    return at(x, [...index.slice(0, axis), which, ...index.slice(axis + rank)]);
  });
};

export const oneHot = (indices: Plain, depth: number, on: number, off: number): Plain =>
  build([...indices.shape, depth], (index) =>
    at(indices, index.slice(0, -1)) === index[index.length - 1] ? on : off,
  );

/** [batch, height, width, size²·channels] → [batch, height·size, width·size, channels]. */
export const depthToSpace = (x: Plain, size: number): Plain => {
  const [batch, height, width, depth] = x.shape;
  const channels = depth / size ** 2;
  return build([batch, height * size, width * size, channels], ([n, y, z, c]) => {
    const block = (y % size) * size + (z % size);
    return at(x, [n, Math.floor(y / size), Math.floor(z / size), block * channels + c]);
  });
};

/** The inverse of depthToSpace. */
export const spaceToDepth = (x: Plain, size: number): Plain => {
  const [batch, height, width, channels] = x.shape;
  const shape = [batch, height / size, width / size, channels * size ** 2];
  return build(shape, ([n, y, z, d]) => {
    const block = Math.floor(d / channels);
    const [row, column] = [y * size + Math.floor(block / size), z * size + (block % size)];
    return at(x, [n, row, column, d % channels]);
  });
};

export interface ResizeOptions {
  readonly alignCorners?: boolean;
  readonly halfPixelCenters?: boolean;
}

function sourcePosition(i: number, from: number, to: number, options: ResizeOptions): number {
  if (options.alignCorners) return to > 1 ? (i * (from - 1)) / (to - 1) : 0;
  return options.halfPixelCenters ? ((i + 0.5) * from) / to - 0.5 : (i * from) / to;
}

/** Bilinear interpolation between the four nearest pixels, edges repeated. */
export const resizeBilinear = (
  x: Plain,
  [height, width]: readonly [number, number],
  options: ResizeOptions,
): Plain => {
  const [batch, fromHeight, fromWidth, channels] = x.shape;
  const clamp = (i: number, size: number): number => Math.min(size - 1, Math.max(0, i));
  return build([batch, height, width, channels], ([n, row, column, c]) => {
    const y = sourcePosition(row, fromHeight, height, options);
    const z = sourcePosition(column, fromWidth, width, options);
    const [top, left] = [Math.floor(y), Math.floor(z)];
    const pixel = (i: number, j: number): number =>
      at(x, [n, clamp(i, fromHeight), clamp(j, fromWidth), c]);
    const upper = pixel(top, left) * (1 - z + left) + pixel(top, left + 1) * (z - left);
    const lower = pixel(top + 1, left) * (1 - z + left) + pixel(top + 1, left + 1) * (z - left);
    return upper * (1 - y + top) + lower * (y - top);
  });
};

/** The pixel whose corner (or, with half-pixel centres, whose area) the position falls on. */
export const resizeNearest = (
  x: Plain,
  [height, width]: readonly [number, number],
  options: ResizeOptions,
): Plain => {
  const [batch, fromHeight, fromWidth, channels] = x.shape;
  const nearest = (i: number, from: number, to: number): number => {
    if (options.halfPixelCenters) return Math.min(from - 1, Math.floor(((i + 0.5) * from) / to));
    const position = sourcePosition(i, from, to, options);
    return Math.min(from - 1, options.alignCorners ? Math.round(position) : Math.floor(position));
  };
  return build([batch, height, width, channels], ([n, row, column, c]) =>
    at(x, [n, nearest(row, fromHeight, height), nearest(column, fromWidth, width), c]),
  );
};
