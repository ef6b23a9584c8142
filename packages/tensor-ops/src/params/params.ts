import { Tensor as TensorClass } from '@tensorflow/tfjs-core';
import { dispose, type Tensor } from '../ops.ts';

/** A plain tree of named tensors: a model's numbers, an optimizer's moments, a running average. Names hold no dot. */
export interface Params {
  readonly [name: string]: Tensor | Params;
}

/** Dotted path and tensor, in the order the tree was written. */
export function leaves(params: Params, prefix = ''): [path: string, tensor: Tensor][] {
  return Object.entries(params).flatMap(([name, value]): [string, Tensor][] =>
    isTensor(value) ? [[prefix + name, value]] : leaves(value, `${prefix}${name}.`),
  );
}

/** A tree of the same shape; `f` also receives the same leaf of every other tree. */
export function mapParams(
  f: (leaf: Tensor, path: string, ...others: Tensor[]) => Tensor,
  params: Params,
  ...others: Params[]
): Params {
  return mapAt(f, '', params, others);
}

function mapAt(
  f: (leaf: Tensor, path: string, ...others: Tensor[]) => Tensor,
  prefix: string,
  params: Params,
  others: Params[],
): Params {
  const result: Record<string, Tensor | Params> = {};
  for (const [name, value] of Object.entries(params)) {
    const same = others.map((tree) => tree[name]);
    result[name] = isTensor(value)
      ? f(value, prefix + name, ...(same as Tensor[]))
      : mapAt(f, `${prefix}${name}.`, value, same as Params[]);
  }
  return result;
}

/** A tree from dotted paths: the inverse of `leaves`. */
export function fromLeaves(entries: Iterable<readonly [path: string, tensor: Tensor]>): Params {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const names = path.split('.');
    let node = root;
    for (const name of names.slice(0, -1)) {
      node[name] ??= {};
      node = node[name] as Record<string, unknown>;
    }
    node[names[names.length - 1]] = value;
  }
  return root as unknown as Params;
}

/** How many numbers the tree holds. */
export const countParams = (params: Params): number =>
  leaves(params).reduce((total, [, leaf]) => total + leaf.size, 0);

/** Frees every tensor of the tree. */
export const disposeParams = (params: Params): void => dispose(leaves(params).map(([, t]) => t));

const isTensor = (value: Tensor | Params): value is Tensor => value instanceof TensorClass;
