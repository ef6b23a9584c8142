import {
  dispose,
  fold,
  type Params,
  type Rng,
  randomBits,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { type Modality, modalities } from '../channels/channels.ts';
import { drawNear } from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import { drawSubset } from '../experts/drawSubset.ts';
import type { Expert } from '../experts/expert.ts';
import { ownParams } from '../methods/objectiveOf.ts';
import type { CodeRow, Point } from './codeRows.ts';
import type { Views } from './encode.ts';
import type { Parts } from './latentCode.ts';
import type { Drawn } from './samplers.ts';

/** Latents of some examples, drawn from their posteriors. Its tensors are the caller's. */
export interface LatentCodes {
  /** float32 [rows, shared] */
  readonly shared: Tensor;
  /** float32 [rows, latents]: of one modality; not there where the shared latents are all that is drawn. */
  readonly own?: Tensor;
}

/**
 * What something that draws latents learns from: shared latents from a subset of what tells of them, as in `vaeObjective`,
 * and private ones of `drawn`. They are told by the other modalities, since that is what they are drawn from in use, and by
 * their own only in examples that have nothing else.
 *
 * @param rows what `readCodes` gave; all must have `drawn`
 * @param params the model's, for a method that has some of its own
 */
export function drawCodes(
  { method }: Pick<Parts, 'method'>,
  rows: readonly CodeRow[],
  drawn: Drawn,
  rng: Rng,
  params: Params = {},
): LatentCodes {
  const told = expertsOf(rows, drawn);
  const alone = drawn === 'shared' ? undefined : stacked(rows.map((row) => row[drawn]?.own));
  const codes = tidy(() => {
    const chosen = drawSubset(
      told.map(([, { present }]) => present),
      fold(rng, 'subset'),
    );
    const views: Views = Object.fromEntries(
      told.map(([modality, expert], i) => [modality, { ...expert, present: chosen[i] }]),
    );
    const near = { temperature: 1, rng: fold(rng, 'shared') };
    const shared = method.draw(ownParams(params), views, near);
    const own = alone && drawNear(method.distribution, alone, 1, fold(rng, 'own'));
    return { shared, ...(own && { own }) };
  });
  dispose({ told: told.map(([, expert]) => expert), alone } as never);
  return codes;
}

/** So many of them, by chance, one perhaps several times. */
export const drawRows = <Row>(rows: readonly Row[], count: number, rng: Rng): Row[] =>
  Array.from(randomBits(rng, count), (word) => rows[word % rows.length]);

/** What the modalities say of the shared latents that are to tell of `drawn`. */
function expertsOf(rows: readonly CodeRow[], drawn: Drawn): [Modality, Expert][] {
  const told = rows.map((row) => {
    const others = modalities.filter((one) => row[one] !== undefined && one !== drawn);
    return others.length > 0 ? others : modalities.filter((one) => one === drawn);
  });
  const known = modalities.filter((one) => told.some((some) => some.includes(one)));
  return known.map((one): [Modality, Expert] => {
    const points = rows.map((row, i) => (told[i].includes(one) ? row[one]?.shared : undefined));
    const isThere = points.map((point) => Number(point !== undefined));
    return [one, { ...stacked(points), present: tensor(isThere, [rows.length, 1]) }];
  });
}

function stacked(points: readonly (Point | undefined)[]): Normal {
  const latents = points.find((point) => point !== undefined)?.mu.length ?? 0;
  const stack = (part: keyof Point): Tensor => {
    const values = new Float32Array(points.length * latents);
    points.forEach((point, i) => {
      if (point) values.set(point[part], i * latents);
    });
    return tensor(values, [points.length, latents]);
  };
  return { mu: stack('mu'), logVar: stack('logVar') };
}
