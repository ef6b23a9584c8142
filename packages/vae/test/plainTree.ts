import { type Params, tensor } from '@xm/tensor-ops';

/** Tensors of a golden file, as a tree. */
export type Plain =
  | { readonly shape: number[]; readonly values: number[] }
  | { readonly [name: string]: Plain };

const isLeaf = (plain: Plain): plain is { shape: number[]; values: number[] } =>
  Array.isArray((plain as { values?: unknown }).values);

export const treeOf = (plain: Plain): Params =>
  isLeaf(plain)
    ? (tensor(plain.values, plain.shape) as unknown as Params)
    : Object.fromEntries(Object.entries(plain).map(([name, one]) => [name, treeOf(one)]));
