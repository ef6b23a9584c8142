import {
  div,
  fold,
  fromLeaves,
  leaves,
  mapParams,
  matMul,
  mul,
  normal,
  normalise,
  type Params,
  type Rng,
  reshape,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@xm/tensor-ops';

/**
 * Spectral normalisation: every kernel divided by its largest singular value σ, so that a layer stretches nothing by
 * more than 1. σ ≈ uᵀ·W·v, with u and v from power iteration: state beside the params, a pair for each kernel (every
 * leaf of rank 2 and more, seen as a matrix [its last axis, all others]).
 *
 *     let vectors = spectralVectors(params, rng);              // once
 *     vectors = iterateSpectral(params, vectors);              // each step, outside of differentiation
 *     critic.apply(spectrallyNormalised(params, vectors), …)   // gradients flow through σ, not through u and v
 *
 * @returns { 'path of a kernel': { u: [1, outputs], v: [1, inputs] } } as a tree, after 15 iterations
 * @see Miyato et al. 2018, algorithm 1. Golden values: torch.nn.utils.parametrizations.spectral_norm.
 */
export function spectralVectors(params: Params, rng: Rng): Params {
  return tidy(() => {
    const drawn = kernelsOf(params).flatMap(([path, kernel]): [string, Tensor][] => {
      const [inputs, outputs] = matrix(kernel).shape;
      const at = fold(rng, path);
      return [
        [`${path}.u`, normalise(normal(fold(at, 'u'), [1, outputs]))],
        [`${path}.v`, normalise(normal(fold(at, 'v'), [1, inputs]))],
      ];
    });
    return iterateSpectral(params, fromLeaves(drawn), 15) as never;
  });
}

/**
 * u ← W·v / |W·v|, v ← Wᵀ·u / |Wᵀ·u|: new vectors, closer to the params' singular ones. Kernels without vectors are
 * passed over: of an empty tree comes an empty tree.
 */
export function iterateSpectral(params: Params, vectors: Params, iterations = 1): Params {
  return tidy(() => {
    const pairs = new Map(leaves(vectors));
    const known = kernelsOf(params).filter(([path]) => pairs.has(`${path}.u`));
    const next = known.flatMap(([path, kernel]): [string, Tensor][] => {
      const w = matrix(kernel);
      let [u, v] = [pairs.get(`${path}.u`)!, pairs.get(`${path}.v`)!];
      for (let i = 0; i < iterations; i++) {
        u = normalise(matMul(v as never, w));
        v = normalise(matMul(u as never, w, false, true));
      }
      return [
        [`${path}.u`, u],
        [`${path}.v`, v],
      ];
    });
    return fromLeaves(next) as never;
  });
}

/** The params with every kernel that has vectors divided by σ; other leaves are as they were, in copies. */
export function spectrallyNormalised(params: Params, vectors: Params): Params {
  const pairs = new Map(leaves(vectors));
  return mapParams((leaf, path) => {
    const [u, v] = [pairs.get(`${path}.u`), pairs.get(`${path}.v`)];
    if (!u || !v) return leaf.clone();
    return tidy(() => div(leaf, sum(mul(matMul(v as never, matrix(leaf)), u))));
  }, params);
}

const kernelsOf = (params: Params): [path: string, kernel: Tensor][] =>
  leaves(params).filter(([, leaf]) => leaf.rank > 1);

/** [inputs, outputs]: PyTorch's weight matrix, transposed. */
const matrix = (kernel: Tensor): Tensor2D => reshape(kernel, [-1, kernel.shape[kernel.rank - 1]]);
