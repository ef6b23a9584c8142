import { ConfigError } from '../errors.ts';
import { orthogonalise } from '../fused/orthogonalise.ts';
import { add, mul, reshape, sub, type Tensor, tidy, zerosLike } from '../ops.ts';
import { fromLeaves, leaves, type Params } from '../params/params.ts';
import { type AdamWOptions, adamW } from './adamW.ts';
import { type Optimizer, rateAt } from './optimizer.ts';

export interface MuonOptions extends AdamWOptions {
  /** 0.95 unless told otherwise. */
  momentum?: number;
  /** Which leaves are matrices to be turned as such: unless told otherwise all of rank 2 and more but tables of embeddings. */
  turns?: (path: string, leaf: Tensor) => boolean;
}

/** A row of a table is a vector of its own, whatever the others are. */
const isMatrix = (path: string, leaf: Tensor): boolean =>
  leaf.rank > 1 && !path.split('.').includes('embedding');

/**
 * Momentum whose steps are orthogonal matrices: all directions of a layer move alike, those that few examples ask for, too.
 *
 *   m ← momentum·m + g, O = orthogonal(g + momentum·m), p ← p − rate·(0.2·√max(rows, columns)·O + weightDecay·p)
 *
 * A kernel [size, size, inputs, filters] is a matrix [size²·inputs, filters]. The factor gives steps of the size of AdamW's,
 * so that rates are alike. What is no matrix is AdamW's.
 *
 * @throws ConfigError for a momentum outside 0…1.
 * @see Jordan et al. 2024; the factor in Liu et al. 2025, equation 4. Golden values: PyTorch's Muon.
 */
export const muon = (options: MuonOptions): Optimizer => {
  const { momentum = 0.95, turns = isMatrix, ...others } = options;
  const { learningRate, weightDecay = 0.01, decays = () => true } = options;
  if (!(momentum >= 0 && momentum < 1)) {
    throw new ConfigError(`muon: momentum must be in 0…1, below 1, got ${momentum}.`);
  }
  const inner = adamW(others);
  return {
    init: (params) => {
      const [matrices, rest] = parted(params, turns);
      const momenta = leaves(matrices).map(([path, p]) => [path, zerosLike(p)] as const);
      return { momentum: fromLeaves(momenta), adamW: inner.init(rest) };
    },
    update: (gradients, state, params, step) => {
      const rate = rateAt(learningRate, step);
      const [matrices, rest] = parted(params, turns);
      const known = new Map(leaves(gradients));
      const theirs = fromLeaves(leaves(rest).map(([path]) => [path, known.get(path)!]));
      const next = inner.update(theirs, state['adamW'] as Params, rest, step);
      const carried = new Map(leaves(state['momentum'] as Params));
      const updated = new Map(leaves(next.params));
      const momenta = leaves(matrices).map(([path, p]) => {
        const g = known.get(path)!;
        const m = tidy(() => add(mul(carried.get(path)!, momentum), g));
        const kept = decays(path, p) ? 1 - rate * weightDecay : 1;
        const moved = tidy(() => {
          const direction = directionOf(add(g, mul(m, momentum)));
          return sub(mul(p, kept), mul(direction, rate));
        });
        updated.set(path, moved);
        return [path, m] as const;
      });
      // In the order of the given tree.
      const ordered = leaves(params).map(([path]) => [path, updated.get(path)!] as const);
      const nextState = { momentum: fromLeaves(momenta), adamW: next.state };
      return { params: fromLeaves(ordered), state: nextState };
    },
  };
};

/** The leaves that are matrices, and the others, as trees of their own. */
function parted(params: Params, turns: NonNullable<MuonOptions['turns']>): [Params, Params] {
  const all = leaves(params);
  const where = (wanted: boolean) =>
    fromLeaves(all.filter(([path, leaf]) => turns(path, leaf) === wanted));
  return [where(true), where(false)];
}

/** 0.2·√max(rows, columns)·U·Vᵀ, about, of a matrix whose last axis is columns. */
const directionOf = (x: Tensor): Tensor => {
  const columns = x.shape[x.rank - 1];
  const rows = x.size / columns;
  const turned = orthogonalise(reshape(x, [rows, columns]));
  return reshape(mul(turned, 0.2 * Math.sqrt(Math.max(rows, columns))), x.shape);
};
