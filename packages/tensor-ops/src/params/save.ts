import { DataError } from '../errors.ts';
import { type Tensor, tensor } from '../ops.ts';
import { showShape } from '../shapes.ts';
import { disposeParams, fromLeaves, leaves, mapParams, type Params } from './params.ts';
import {
  decodeSafetensors,
  type EncodeOptions,
  encodeSafetensors,
  type StoredTensor,
} from './safetensors.ts';

/**
 * The tree as the bytes of a safetensors file; a leaf is named by its dotted path.
 *
 * @throws DataError when a leaf is neither float32 nor int32.
 */
export async function saveParams(
  params: Params,
  metadata: Record<string, string> = {},
  options: EncodeOptions = {},
): Promise<Uint8Array> {
  const stored: Record<string, StoredTensor> = {};
  for (const [path, leaf] of leaves(params)) {
    const { dtype, shape } = leaf;
    if (dtype !== 'float32' && dtype !== 'int32') {
      throw new DataError(`saveParams: '${path}' must be float32 or int32, got ${dtype}. Cast it.`);
    }
    stored[path] = { dtype, shape, data: (await leaf.data()) as Float32Array };
  }
  return encodeSafetensors(stored, metadata, options);
}

/**
 * The tree of a safetensors file.
 *
 * @param source names the file in messages
 * @throws DataError when the file is damaged, or one name leads both to a tensor and to more names.
 */
export function loadParams(
  bytes: Uint8Array,
  source = 'safetensors',
): { params: Params; metadata: Record<string, string> } {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const clash = Object.keys(tensors).find((path) => isLeafAbove(path, tensors));
  if (clash !== undefined) {
    throw new DataError(`${source}: '${clash}' lies under another tensor. Rename one of the two.`);
  }
  const entries = Object.entries(tensors).map(
    ([path, { data, shape, dtype }]): [string, Tensor] => [path, tensor(data, shape, dtype)],
  );
  return { params: fromLeaves(entries), metadata };
}

/** Whether `a` or `a.b` is a tensor, when the path is `a.b.c`. */
const isLeafAbove = (path: string, tensors: Record<string, StoredTensor>): boolean =>
  [...path.matchAll(/\./g)].some(({ index }) => Object.hasOwn(tensors, path.slice(0, index)));

/**
 * `params` with the names, shapes and order of `template`: what a model needs from a file.
 *
 * @param source names the file in messages
 * @throws DataError naming the first leaf that is missing, left over or of another shape; `params` are
 * freed before.
 */
export function conform(params: Params, template: Params, source: string): Params {
  const have = new Map(leaves(params));
  const problem = firstDifference(have, new Map(leaves(template)));
  if (problem !== undefined) {
    disposeParams(params);
    throw new DataError(`${source}: ${problem}. It belongs to a model with another config.`);
  }
  return mapParams((_, path) => have.get(path) as Tensor, template);
}

function firstDifference(have: Map<string, Tensor>, need: Map<string, Tensor>): string | undefined {
  for (const [path, leaf] of need) {
    const found = have.get(path);
    if (found === undefined) return `'${path}' is not in the file`;
    if (showShape(found.shape) !== showShape(leaf.shape)) {
      return `'${path}' must have shape ${showShape(leaf.shape)}, got ${showShape(found.shape)}`;
    }
  }
  const extra = [...have.keys()].find((path) => !need.has(path));
  return extra === undefined ? undefined : `'${extra}' is in the file, but not in the model`;
}
