import type { Tensor } from '@tensorflow/tfjs-core';
import type { Plain } from '../reference/plain.ts';

/** How to fill an input. Numbers follow from the case's name. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
  /**
   * float32: no two elements closer than the range over their count, and none at zero, so that kinks and
   * ties stay away from differences. Default −2…2. int32: whole numbers from low to below high.
   */
  readonly range?: readonly [low: number, high: number];
  /** The numbers themselves, where the case is about them. */
  readonly values?: readonly number[];
}

/** One row of the conformance table. */
export interface Case {
  readonly op: string;
  /** What sets this row apart from the op's others: shapes and attributes are added to it. */
  readonly note?: string;
  readonly inputs: readonly Input[];
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly reference: (...inputs: Plain[]) => Plain;
  /** Whether the derivative with respect to every float32 input is compared too. Default true. */
  readonly gradient?: boolean;
  /** |actual − expected| ≤ tolerance·(1 + |expected|). Default 1e-5. */
  readonly tolerance?: number;
}

/** 'conv2d [2,9,9,3] [3,3,3,8] strides 2 pad same'. */
export function nameOf({ op, note, inputs, attrs = {} }: Case): string {
  const shapes = inputs.map(({ shape, dtype = 'float32' }) =>
    dtype === 'float32' ? `[${shape}]` : `${dtype}[${shape}]`,
  );
  const options = Object.entries(attrs).map(([key, value]) => `${key} ${show(value)}`);
  return [op, ...shapes, ...options, ...(note ? [`(${note})`] : [])].join(' ');
}

const show = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
