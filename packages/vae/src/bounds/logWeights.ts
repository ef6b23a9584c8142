import { assertShape, fill, mul, neg, type Scalar, sum, type Tensor } from '@xm/tensor-ops';

/** @throws ShapeError when they are no table. */
export const assertLogWeights = (caller: string, logWeights: Tensor): void =>
  assertShape(logWeights, [null, null], `${caller}: logWeights`, 'A row for each draw.');

/** The negative sum of what each row has, by its share, or the negative mean: [rows] → scalar. To be called within `tidy`. */
export const byShare = (rows: Tensor, share?: Tensor): Scalar =>
  neg(sum(mul(rows, share ?? fill(rows.shape, 1 / rows.size)))) as Scalar;
