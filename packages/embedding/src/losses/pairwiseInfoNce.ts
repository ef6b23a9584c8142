import {
  addN,
  ConfigError,
  div,
  maximum,
  mul,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { type InfoNceOptions, infoNce } from './infoNce.ts';

/** One modality of a batch. */
export interface Side {
  /** float32 [batch, dim], rows of unit length; anything finite where the modality is absent */
  readonly vectors: Tensor;
  /** float32 [batch, 1]: 1 where the modality is there. Without it, it is there in every row. */
  readonly present?: Tensor | undefined;
}

/**
 * InfoNCE between every two modalities, over the rows that have both.
 *
 * L = Σ n·L_pair / Σ n over the pairs of modalities, n being the rows that have both: each row of each
 * pair counts the same. A plain mean over pairs would weigh the few rows of a rare pair up, and with them
 * their noise (of two rows InfoNCE says next to nothing), and would jump when the last of them is gone;
 * here such a pair fades out. When every row has everything, both are the same.
 * @param sides at least two
 * @returns scalar, nats; 0 when no row has two modalities
 * @throws ConfigError for fewer than two sides; ShapeError when they do not have one shape.
 * @see Radford et al. 2021; all pairs of three modalities as in Guzhov et al. 2022 (AudioCLIP).
 */
export function pairwiseInfoNce(
  sides: readonly Side[],
  options: Omit<InfoNceOptions, 'present'>,
): Scalar {
  const pairs = sides.flatMap((a, i) => sides.slice(i + 1).map((b) => [a, b] as const));
  if (pairs.length === 0) {
    throw new ConfigError(
      `pairwiseInfoNce: there must be at least two modalities, got ${sides.length}.`,
    );
  }
  return tidy(() => {
    const losses = pairs.map(([a, b]) => {
      const present = both(a.present, b.present);
      const loss = infoNce(a.vectors, b.vectors, present ? { ...options, present } : options);
      return { loss, rows: present ? sum(present) : scalar(a.vectors.shape[0]) };
    });
    if (losses.length === 1) return losses[0].loss;
    const total = addN(losses.map(({ loss, rows }) => mul(loss, rows)));
    return div(total, maximum(addN(losses.map(({ rows }) => rows)), 1)) as Scalar;
  });
}

const both = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a && b ? mul(a, b) : (a ?? b);
