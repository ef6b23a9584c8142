import {
  add,
  assertSameShape,
  assertShape,
  div,
  eye,
  logSoftmax,
  matMul,
  maximum,
  mean,
  mul,
  neg,
  reshape,
  type Scalar,
  sub,
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
  /**
   * float32 [batch, 1]: 1 for the rows that count. The others are neither asked nor answers, whatever
   * finite numbers stand in them: the loss is that of the batch without them, and 0 when none is left.
   */
  readonly present?: Tensor;
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
  const { logitScale, targets: given, present, labelSmoothing = 0 } = options;
  assertShape(a, [null, null], 'infoNce: a', 'Give one row per example.');
  assertSameShape(a, b, 'infoNce: a and b', 'Project both to one dim first.');
  const batch = a.shape[0];
  if (given) {
    assertShape(given, [batch, batch], 'infoNce: targets', 'One row and column a pair.');
  }
  if (present) assertShape(present, [batch, 1], 'infoNce: present', 'One number a pair.');
  return tidy(() => {
    const logits = mul(matMul(a as never, b as never, false, true), logitScale);
    const hard = given ?? eye(batch);
    if (present) return masked(logits, hard, labelSmoothing, present);
    const targets =
      labelSmoothing === 0 ? hard : add(mul(hard, 1 - labelSmoothing), labelSmoothing / batch);
    const aToB = mean(crossEntropies(logits, targets));
    const bToA = mean(crossEntropies(transpose(logits), targets));
    return mul(add(aToB, bToA), 0.5) as Scalar;
  });
}

/** −Σ targets·log softmax(logits) over each row. */
const crossEntropies = (logits: Tensor, targets: Tensor): Tensor =>
  neg(sum(mul(targets, logSoftmax(logits)), -1));

/** So far below every cosine that its share of a softmax is 0. */
const never = 1e9;

/** The same over the rows and columns that are present; their targets sum to 1 again. */
function masked(logits: Tensor, hard: Tensor, smoothing: number, present: Tensor): Scalar {
  const columns = transpose(present);
  const count = maximum(sum(present), 1);
  const left = mul(hard, columns);
  const shares = div(left, maximum(sum(left, -1, true), 1e-9));
  const targets = add(mul(shares, 1 - smoothing), mul(div(smoothing, count), columns));
  const shut = mul(sub(columns, 1), never);
  const both = add(
    crossEntropies(add(logits, shut), targets),
    crossEntropies(add(transpose(logits), shut), targets),
  );
  return div(sum(mul(both, reshape(present, [-1]))), mul(count, 2)) as Scalar;
}
