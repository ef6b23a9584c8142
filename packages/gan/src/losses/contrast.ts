import {
  assertSameShape,
  assertShape,
  eye,
  logSoftmax,
  matMul,
  mean,
  mul,
  neg,
  type Scalar,
  stopGradient,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

export interface ContrastOptions {
  /** s, the inverse temperature: that of the joint space, for instance. */
  readonly logitScale: number;
  /**
   * float32 [batch, batch], rows that sum to 1: which anchors belong to a fake. Its own alone unless given; where
   * conditions repeat in a batch it is needed.
   */
  readonly targets?: Tensor;
}

/**
 * Which of the batch's conditions was a fake made from? −Σ T·log softmax(s·f(G(z, c))·anchorᵀ), mean over the batch.
 *
 * The anchors are constants: nothing flows into them.
 * @param fake float32 [batch, dim], of unit length
 * @param anchors as fake: row i is the condition of fake i in the same space
 * @returns scalar, nats. ln(batch) when the fakes show nothing of their conditions.
 * @throws ShapeError when the shapes do not fit.
 * @see Xu et al. 2018, equation 10 (from picture to words), over whole captions. Golden values: PyTorch.
 */
export function contrast(fake: Tensor, anchors: Tensor, options: ContrastOptions): Scalar {
  assertShape(fake, [null, null], 'contrast: fake', 'Give one row an example.');
  assertSameShape(fake, anchors, 'contrast: fake and anchors', 'Take both from one space.');
  const batch = fake.shape[0];
  const { logitScale, targets } = options;
  if (targets) {
    assertShape(
      targets,
      [batch, batch],
      'contrast: targets',
      'One row a fake, one column an anchor.',
    );
  }
  return tidy(() => {
    const cosines = matMul(fake as never, stopGradient(anchors) as never, false, true);
    const told = logSoftmax(mul(cosines, logitScale));
    return neg(mean(sum(mul(targets ?? eye(batch), told), 1))) as Scalar;
  });
}
