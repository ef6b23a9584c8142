import { grads, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { allclose, type Tolerance } from './allclose.ts';
import { uniform } from './random.ts';

type Shapes = Record<string, number[]>;
type Named<T> = Record<string, T>;

export interface GradientCheckOptions {
  readonly seed?: number;
  /** Inputs are uniform in this range. */
  readonly range?: readonly [low: number, high: number];
  readonly tolerance?: Tolerance;
  /** The same function in double precision: differences of it are good to nine digits, not four. */
  readonly double?: (inputs: Named<Float64Array>) => ArrayLike<number>;
}

/**
 * Checks the gradient of Σ r·f(inputs), r random, for every element of every input against differences.
 *
 * Central differences D at two steps, combined as (4·D(h/2) − D(h))/3. In float32 h is 0.02: the rounding
 * of f, 6e-8, then costs 1e-5 of the derivative, and the step an h⁴ part.
 * @param f a smooth function of named float32 tensors of `shapes`
 * @throws Error that names the input and the worst element.
 */
export async function gradientsMatchFiniteDifferences(
  f: (inputs: Named<Tensor>) => Tensor,
  shapes: Shapes,
  options: GradientCheckOptions = {},
): Promise<void> {
  const { seed = 1, range = [-1, 1], double } = options;
  const {
    tolerance = double ? { absolute: 1e-5, relative: 1e-4 } : { absolute: 1e-3, relative: 1e-3 },
  } = options;
  const random = uniform(seed);
  const names = Object.keys(shapes);
  const values = names.map((name) => {
    const size = shapes[name].reduce((a, b) => a * b, 1);
    return Float32Array.from({ length: size }, () => range[0] + random() * (range[1] - range[0]));
  });
  const evaluate = double
    ? async (at: Float64Array[]) => double(byName(names, at))
    : (at: Float64Array[]) => evaluateOnBackend(f, names, shapes, at);

  const points = values.map((v) => Float64Array.from(v));
  const weights = Array.from(await evaluate(points), () => random() * 2 - 1);
  const step = double ? 1e-4 : 0.02;
  const analytic = await gradientsOnBackend(f, names, shapes, values, weights);
  for (const [k, name] of names.entries()) {
    const numeric = new Float64Array(values[k].length);
    for (let i = 0; i < numeric.length; i++) {
      const coarse = await difference(evaluate, points, k, i, step, weights);
      const fine = await difference(evaluate, points, k, i, step / 2, weights);
      numeric[i] = (4 * fine - coarse) / 3;
    }
    const verdict = allclose(analytic[k], numeric, tolerance);
    if (!verdict.ok) {
      throw new Error(
        `gradientsMatchFiniteDifferences: the gradient of ${name} must match, ${verdict.message}`,
      );
    }
  }
}

/** [Σ weights·f(x + h) − Σ weights·f(x − h)]/2h along one coordinate, summed in double precision. */
async function difference(
  evaluate: (at: Float64Array[]) => Promise<ArrayLike<number>>,
  points: Float64Array[],
  input: number,
  i: number,
  step: number,
  weights: number[],
): Promise<number> {
  const x = points[input][i];
  const h = step * Math.max(1, Math.abs(x));
  // Exact in float32, so that the steps taken are those divided by.
  const [above, below] = [Math.fround(x + h), Math.fround(x - h)];
  points[input][i] = above;
  const up = await evaluate(points);
  points[input][i] = below;
  const down = await evaluate(points);
  points[input][i] = x;
  return weights.reduce((sum, w, j) => sum + w * (up[j] - down[j]), 0) / (above - below);
}

async function evaluateOnBackend(
  f: (inputs: Named<Tensor>) => Tensor,
  names: string[],
  shapes: Shapes,
  at: Float64Array[],
): Promise<ArrayLike<number>> {
  const y = tidy(() => f(byName(names, tensors(names, shapes, at))));
  const values = await y.data();
  y.dispose();
  return values;
}

async function gradientsOnBackend(
  f: (inputs: Named<Tensor>) => Tensor,
  names: string[],
  shapes: Shapes,
  values: Float32Array[],
  weights: number[],
): Promise<ArrayLike<number>[]> {
  const results = tidy(() => {
    const inputs = tensors(names, shapes, values);
    const y = f(byName(names, inputs));
    const dy = tensor(weights, y.shape, 'float32');
    return grads((...xs: Tensor[]) => f(byName(names, xs)))(inputs, dy);
  });
  const read = await Promise.all(results.map((gradient) => gradient.data()));
  for (const gradient of results) gradient.dispose();
  return read;
}

const tensors = (names: string[], shapes: Shapes, values: ArrayLike<number>[]): Tensor[] =>
  names.map((name, k) => tensor(Float32Array.from(values[k]), shapes[name], 'float32'));

const byName = <T>(names: string[], values: T[]): Named<T> =>
  Object.fromEntries(names.map((name, k) => [name, values[k]]));
