/** Numbers in double precision, row-major. What the references take and give. */
export interface Plain {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The array whose element at each index is `f(index)`. The index is reused: read it, do not keep it. */
export function build(shape: readonly number[], f: (index: number[]) => number): Plain {
  const values = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    values[i] = f(index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
  return { shape, values };
}

/** Element of x at `index`. An axis of size one counts as all its positions, as in broadcasting. */
export function at(x: Plain, index: readonly number[]): number {
  const lead = index.length - x.shape.length;
  let offset = 0;
  for (let axis = 0; axis < x.shape.length; axis++) {
    const size = x.shape[axis];
    offset = offset * size + (size === 1 ? 0 : index[axis + lead]);
  }
  return x.values[offset];
}

export const map = (x: Plain, f: (value: number) => number): Plain => ({
  shape: x.shape,
  values: x.values.map(f),
});

/** f over two arrays, the smaller broadcast. */
export const zip = (a: Plain, b: Plain, f: (a: number, b: number) => number): Plain =>
  build(broadcast(a.shape, b.shape), (index) => f(at(a, index), at(b, index)));

export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
  );
}

export const reshape = (x: Plain, shape: readonly number[]): Plain => ({ shape, values: x.values });
