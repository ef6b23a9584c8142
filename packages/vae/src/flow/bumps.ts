import {
  exp,
  expandDims,
  mul,
  reshape,
  square,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * How near numbers are to so many equal steps from one end to the other, 15/16 of a step being a deviation:
 * [batch, numbers] → [batch, numbers·count]. Units that are told these part what lies close together sooner.
 */
export const bumps = (x: Tensor, [from, to]: readonly [number, number], count: number): Tensor =>
  tidy(() => {
    const apart = (to - from) / (count - 1);
    const steps = tensor(Array.from({ length: count }, (_, i) => from + i * apart));
    const narrow = 16 / 15 / apart;
    const away = mul(narrow, sub(expandDims(x, 2), steps));
    return reshape(exp(mul(-0.5, square(away))), [x.shape[0], -1]);
  });

/** Most of what is standardised lies within. */
export const farthest = 2.8;
