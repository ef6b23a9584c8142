import { dispose, type Params, type Tensor, tensor, tidy } from '@xm/tensor-ops';
import { type Modality, modalities } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { viewsOf } from './encode.ts';
import type { Readers } from './reader.ts';
import type { Codes, Drawn } from './samplers.ts';
import { examplesIn, type VaeBatch } from './vaeBatch.ts';

/** A normal distribution of one row, on the host. */
interface Point {
  readonly mu: Float32Array;
  readonly logVar: Float32Array;
}

/** What the modalities of one example say of the latents; one that it lacks is not there. */
export type CodeRow = Partial<
  Readonly<Record<Modality, { readonly shared: Point; readonly own?: Point }>>
>;

/** The posteriors of a batch, example by example. */
export async function codeRows(
  readers: Readers,
  params: Params,
  batch: VaeBatch,
): Promise<CodeRow[]> {
  const rows = Array.from(
    { length: examplesIn(batch) },
    (): Record<string, CodeRow[Modality]> => ({}),
  );
  const views = tidy(() => viewsOf(readers, params, batch) as never) as ReturnType<typeof viewsOf>;
  for (const [modality, { own, present, ...shared }] of Object.entries(views)) {
    const [common, alone] = [await pointsOf(shared), own && (await pointsOf(own))];
    const isThere = await present.data();
    let at = 0;
    for (const [i, row] of rows.entries()) {
      if (isThere[i] === 0) continue;
      row[modality] = { shared: common[i], ...(alone && { own: alone[at++] }) };
    }
    if (batch.gaps?.[modality as Modality] === undefined) present.dispose();
  }
  return rows;
}

/** Reads a batch of distributions, and frees them. */
async function pointsOf({ mu, logVar }: Normal): Promise<Point[]> {
  const [rows, latents] = mu.shape as [number, number];
  const [means, spreads] = await Promise.all([mu.data(), logVar.data()]);
  dispose([mu, logVar]);
  const row = (values: ArrayLike<number>, i: number): Float32Array =>
    (values as Float32Array).slice(i * latents, (i + 1) * latents);
  return Array.from({ length: rows }, (_, i) => ({ mu: row(means, i), logVar: row(spreads, i) }));
}

/**
 * What one flow learns from, of some examples. Private latents are told by the other modalities, since that is what they
 * are drawn from in use, and by their own only in examples that have nothing else.
 *
 * @param shared,own how many latents there are
 */
export function codesOf(
  rows: readonly CodeRow[],
  drawn: Drawn,
  shared: number,
  own: number,
): Codes {
  const told = rows.map((row) => {
    const others = modalities.filter((one) => row[one] !== undefined && one !== drawn);
    return others.length > 0 ? others : [drawn as Modality];
  });
  const known = modalities.filter((one) => told.some((some) => some.includes(one)));
  return {
    experts: known.map((one): Expert => {
      const points = rows.map((row, i) => (told[i].includes(one) ? row[one]?.shared : undefined));
      const present = tensor(
        points.map((point) => Number(point !== undefined)),
        [rows.length, 1],
      );
      return { ...stacked(points, shared), present };
    }),
    ...(drawn !== 'shared' && {
      own: stacked(
        rows.map((row) => row[drawn]?.own),
        own,
      ),
    }),
  };
}

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
