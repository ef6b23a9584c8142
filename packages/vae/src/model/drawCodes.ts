import { dispose, fold, type Rng, randomBits, type Tensor, tensor, tidy } from '@xm/tensor-ops';
import { modalities } from '../channels/channels.ts';
import { type Normal, sampleNormal } from '../distributions/normal.ts';
import { drawSubset } from '../experts/drawSubset.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import type { CodeRow, Point } from './codeRows.ts';
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
 */
export function drawCodes(
  { config, channels }: Pick<Parts, 'config' | 'channels'>,
  rows: readonly CodeRow[],
  drawn: Drawn,
  rng: Rng,
): LatentCodes {
  const told = expertsOf(rows, drawn, config.shared);
  const alone = drawn === 'shared' ? undefined : ownOf(rows, drawn, channels[drawn]?.latents ?? 0);
  const codes = tidy(() => {
    const chosen = drawSubset(
      told.map(({ present }) => present),
      fold(rng, 'subset'),
    );
    const common = productOfExperts(told.map((expert, i) => ({ ...expert, present: chosen[i] })));
    const shared = sampleNormal(common, fold(rng, 'shared'));
    return { shared, ...(alone && { own: sampleNormal(alone, fold(rng, 'own')) }) };
  });
  dispose({ told, alone } as never);
  return codes;
}

/** So many of them, by chance, one perhaps several times. */
export const drawRows = <Row>(rows: readonly Row[], count: number, rng: Rng): Row[] =>
  Array.from(randomBits(rng, count), (word) => rows[word % rows.length]);

/** What the modalities say of the shared latents that are to tell of `drawn`. */
function expertsOf(rows: readonly CodeRow[], drawn: Drawn, shared: number): Expert[] {
  const told = rows.map((row) => {
    const others = modalities.filter((one) => row[one] !== undefined && one !== drawn);
    return others.length > 0 ? others : modalities.filter((one) => one === drawn);
  });
  const known = modalities.filter((one) => told.some((some) => some.includes(one)));
  return known.map((one): Expert => {
    const points = rows.map((row, i) => (told[i].includes(one) ? row[one]?.shared : undefined));
    const isThere = points.map((point) => Number(point !== undefined));
    return { ...stacked(points, shared), present: tensor(isThere, [rows.length, 1]) };
  });
}

const ownOf = (
  rows: readonly CodeRow[],
  drawn: Exclude<Drawn, 'shared'>,
  latents: number,
): Normal =>
  stacked(
    rows.map((row) => row[drawn]?.own),
    latents,
  );

function stacked(points: readonly (Point | undefined)[], latents: number): Normal {
  const stack = (part: keyof Point): Tensor => {
    const values = new Float32Array(points.length * latents);
    points.forEach((point, i) => {
      if (point) values.set(point[part], i * latents);
    });
    return tensor(values, [points.length, latents]);
  };
  return { mu: stack('mu'), logVar: stack('logVar') };
}
