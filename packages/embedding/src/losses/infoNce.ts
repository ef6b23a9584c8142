import {
  add,
  assertSameShape,
  assertShape,
  eye,
  logSoftmax,
  matMul,
  mean,
  mul,
  neg,
  type Scalar,
  sum,
  type Tensor,
  tidy,
  transpose,
} from '@xm/tensor-ops';

export interface InfoNceOptions {
  /** s, the inverse temperature, a scalar. CLIP starts at 1/0.07. */
  readonly logitScale: Tensor;
  /**
   * float32 [batch, batch], symmetric: which pairs agree, each row summing to 1. Without it row i agrees
   * with row i alone. Captions that repeat in a batch need it: they are positives, not negatives.
   */
  readonly targets?: Tensor;
  /** ε in 0…1: a share of the targets spread evenly over the batch (Szegedy et al. 2016). */
  readonly labelSmoothing?: number;
}

/**
 * Symmetric InfoNCE over a batch of matching pairs.
 *
 * L = ½·(CE(a·bᵀ·s, T) + CE(b·aᵀ·s, T)), a and b normalised to unit length, T the targets.
 * @param a float32 [batch, dim]
 * @param b float32 [batch, dim], row i matches row i of `a`
 * @returns scalar, nats. Equals ln(batch) when the rows carry no information.
 * @throws ShapeError when the shapes differ.
 * @see Radford et al. 2021, figure 3; several positives as in Khosla et al. 2020.
 */
export function infoNce(a: Tensor, b: Tensor, options: InfoNceOptions): Scalar {
  assertShape(a, [null, null], 'infoNce: a', 'Give one row per example.');
  assertSameShape(a, b, 'infoNce: a and b', 'Project both to one dim first.');
  const batch = a.shape[0];
  if (options.targets) {
    assertShape(options.targets, [batch, batch], 'infoNce: targets', 'One row and column a pair.');
  }
  return tidy(() => {
    const logits = mul(matMul(a as never, b as never, false, true), options.logitScale);
    const { labelSmoothing = 0 } = options;
    const hard = options.targets ?? eye(batch);
    const targets =
      labelSmoothing === 0 ? hard : add(mul(hard, 1 - labelSmoothing), labelSmoothing / batch);
    const aToB = crossEntropy(logits, targets);
    const bToA = crossEntropy(transpose(logits), targets);
    return mul(add(aToB, bToA), 0.5) as Scalar;
  });
}

/** −Σ targets·log softmax(logits) over each row, mean over rows. */
const crossEntropy = (logits: Tensor, targets: Tensor): Tensor =>
  neg(mean(sum(mul(targets, logSoftmax(logits)), -1)));
