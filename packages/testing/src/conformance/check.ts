import { backend, grads, memory, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { allclose } from '../allclose.ts';
import { seedOf, uniform } from '../random.ts';
import type { Plain } from '../reference/plain.ts';
import { type Case, nameOf } from './case.ts';
import { fill } from './inputs.ts';

/** What came of one check. */
export interface Row {
  readonly case: string;
  readonly op: string;
  readonly part: 'forward' | 'gradient';
  readonly status: 'ok' | 'failed' | 'unsupported';
  /** Largest |actual − expected|/(1 + |expected|); NaN when it could not run. */
  readonly error: number;
  readonly reason?: string;
}

export interface Check {
  readonly name: string;
  /** Runs on the current backend; never throws. */
  run(): Promise<Row>;
}

/** The checks of one case: its value, and its gradient where it has one. */
export function checksOf(row: Case): Check[] {
  const name = nameOf(row);
  const forward: Check = {
    name,
    run: () => judge(row, 'forward', name, () => compareValue(row, name)),
  };
  if (row.gradient === false) return [forward];
  const label = `${name}, gradient`;
  const gradient: Check = {
    name: label,
    run: () => judge(row, 'gradient', label, () => compareGradient(row, name)),
  };
  return [forward, gradient];
}

interface Comparison {
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** What is compared: 'the value', 'the gradient of input 1'. */
  readonly what: string;
}

async function judge(
  { op, tolerance = 1e-5 }: Case,
  part: Row['part'],
  name: string,
  compare: () => Promise<Comparison[]>,
): Promise<Row> {
  const before = held();
  try {
    let error = 0;
    for (const { actual, expected, what } of await compare()) {
      const verdict = allclose(actual, expected, {
        absolute: tolerance,
        relative: tolerance,
        nanEqual: true,
      });
      error = Math.max(error, scaledError(actual, expected));
      if (!verdict.ok) {
        const reason = `${what} ${verdict.message}`;
        return { case: name, op, part, status: 'failed', error, reason };
      }
    }
    const left = held() - before;
    if (left === 0) return { case: name, op, part, status: 'ok', error };
    return {
      case: name,
      op,
      part,
      status: 'failed',
      error,
      reason: `leaks ${left} tensors or buffers`,
    };
  } catch (thrown) {
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0];
    const status = missing.test(reason) ? 'unsupported' : 'failed';
    return { case: name, op, part, status, error: Number.NaN, reason };
  }
}

/** What lives: tensors, and the backend's own buffers, which a kernel may forget to free. */
const held = (): number => memory().numTensors + backend().numDataIds();

/** How tfjs says that a kernel or a gradient is not there. */
const missing =
  /not registered|not (yet )?(been )?(supported|implemented)|no gradient|does not support|gradient function not found/i;

const scaledError = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / (1 + Math.abs(expected[i])));
  }
  return worst;
};

async function compareValue(row: Case, name: string): Promise<Comparison[]> {
  const inputs = row.inputs.map((input, k) => fill(input, name, k));
  const expected = row.reference(...inputs);
  const y = tidy(() => row.run(...tensorsOf(row, inputs)));
  const shape = [...y.shape];
  const actual = await y.data();
  y.dispose();
  return [
    { actual: shape, expected: expected.shape, what: 'the shape:' },
    // As float32 holds them: what overflows there is infinite.
    { actual, expected: Float32Array.from(expected.values), what: 'the value:' },
  ];
}

/** Gradient of Σ r·f, r random, against central differences of the reference in double precision. */
async function compareGradient(row: Case, name: string): Promise<Comparison[]> {
  const inputs = row.inputs.map((input, k) => fill(input, name, k));
  const random = uniform(seedOf(name));
  const { shape, values } = row.reference(...inputs);
  const weights = Float64Array.from(values, () => Math.fround(random() * 2 - 1));
  const varied = [...row.inputs.keys()].filter(
    (k) => (row.inputs[k].dtype ?? 'float32') === 'float32',
  );

  const results = tidy(() => {
    const tensors = tensorsOf(row, inputs);
    const f = (...xs: Tensor[]): Tensor => {
      const all = [...tensors];
      varied.forEach((k, i) => {
        all[k] = xs[i];
      });
      return row.run(...all);
    };
    const dy = tensor(Float32Array.from(weights), [...shape], 'float32');
    return grads(f)(
      varied.map((k) => tensors[k]),
      dy,
    );
  });
  const actual = await Promise.all(results.map((gradient) => gradient.data()));
  for (const gradient of results) gradient.dispose();
  return varied.map((k, i) => ({
    actual: actual[i],
    expected: differences(row, inputs, k, weights),
    what: `the gradient of input ${k}:`,
  }));
}

/** In double precision this step leaves an error near 1e-9. */
const step = 1e-4;

function differences(row: Case, inputs: Plain[], k: number, weights: Float64Array): Float64Array {
  const point = Float64Array.from(inputs[k].values);
  const moved = inputs.map((input, i) => (i === k ? { ...input, values: point } : input));
  const weighted = (): number =>
    row.reference(...moved).values.reduce((sum, y, i) => sum + weights[i] * y, 0);
  return Float64Array.from(point, (x, i) => {
    point[i] = x + step;
    const up = weighted();
    point[i] = x - step;
    const down = weighted();
    point[i] = x;
    return (up - down) / (2 * step);
  });
}

const tensorsOf = (row: Case, inputs: Plain[]): Tensor[] =>
  inputs.map(({ shape, values }, k) => {
    const dtype = row.inputs[k].dtype ?? 'float32';
    const Typed = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
    return tensor(Typed.from(values), [...shape], dtype);
  });
