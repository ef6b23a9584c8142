import { ConfigError } from '../errors.ts';
import {
  add,
  div,
  matMul,
  maximum,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
  zerosLike,
} from '../ops.ts';
import { fromLeaves, leaves, type Params } from '../params/params.ts';
import { type AdamWOptions, adamW } from './adamW.ts';
import { type Optimizer, rateAt } from './optimizer.ts';

export interface MuonOptions extends AdamWOptions {
  /** 0.95 unless told otherwise. */
  momentum?: number;
  /** Of Newton and Schulz: 5 unless told otherwise. */
  iterations?: number;
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
 * @throws ConfigError for a momentum outside 0…1, or less than one iteration.
 * @see Jordan et al. 2024; the factor in Liu et al. 2025, equation 4. Golden values: PyTorch's Muon.
 */
export const muon = (options: MuonOptions): Optimizer => {
  const { momentum = 0.95, iterations = 5, turns = isMatrix, ...others } = options;
  const { learningRate, weightDecay = 0.01, decays = () => true } = options;
  if (!(momentum >= 0 && momentum < 1)) {
    throw new ConfigError(`muon: momentum must be in 0…1, below 1, got ${momentum}.`);
  }
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new ConfigError(`muon: iterations must be a whole number from 1, got ${iterations}.`);
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
          const direction = orthogonal(add(g, mul(m, momentum)), iterations);
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

/** Of Newton and Schulz's polynomial ax + bx³ + cx⁵, which takes singular values in 0…1 to about 0.7…1.2 in five rounds. */
const [a, b, c] = [3.4445, -4.775, 2.0315];

/**
 * 0.2·√max(rows, columns)·U·Vᵀ, about, where U·S·Vᵀ is the matrix: all its singular values become about the same.
 *
 * @param x float32 [rows, columns], or of higher rank, the last axis being columns   @returns of the same shape
 */
const orthogonal = (x: Tensor, iterations: number): Tensor =>
  tidy(() => {
    const columns = x.shape[x.rank - 1];
    const rows = x.size / columns;
    const flat = reshape(x, [rows, columns]);
    const isTall = rows > columns;
    let y: Tensor = div(flat, maximum(sqrt(sum(square(flat))), 1e-7));
    for (let i = 0; i < iterations; i++) {
      // The smaller of both products.
      const gram = matMul(y, y, isTall, !isTall);
      const bend = add(mul(gram, b), mul(matMul(gram, gram), c));
      y = add(mul(y, a), isTall ? matMul(y, bend) : matMul(bend, y));
    }
    return reshape(mul(y, 0.2 * Math.sqrt(Math.max(rows, columns))), x.shape);
  });
