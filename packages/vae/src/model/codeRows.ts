import { dispose, type Params, tidy } from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import { type Views, viewsOf } from './encode.ts';
import type { Parts } from './latentCode.ts';
import type { Readers } from './reader.ts';
import { examplesIn, type VaeBatch } from './vaeBatch.ts';

/** A normal distribution of one row, on the host. */
export interface Point {
  readonly mu: Float32Array;
  readonly logVar: Float32Array;
}

/** What the modalities of one example say of the latents, as `Posterior` has it; one that it lacks is not there. */
export type CodeRow = Partial<
  Readonly<Record<Modality, { readonly shared: Point; readonly own?: Point }>>
>;

/**
 * The posteriors of examples, one by one, on the host.
 *
 * @param batches examples to encode, each once; they are borrowed
 * @throws the signal's reason when aborted.
 */
export async function readCodes(
  { readers }: Pick<Parts, 'readers'>,
  params: Params,
  batches: AsyncIterable<VaeBatch> | Iterable<VaeBatch>,
  signal?: AbortSignal,
): Promise<CodeRow[]> {
  const rows: CodeRow[] = [];
  for await (const batch of batches) {
    signal?.throwIfAborted();
    rows.push(...(await codeRows(readers, params, batch)));
  }
  return rows;
}

/** The posteriors of a batch, example by example. */
async function codeRows(readers: Readers, params: Params, batch: VaeBatch): Promise<CodeRow[]> {
  const rows = Array.from(
    { length: examplesIn(batch) },
    (): Record<string, CodeRow[Modality]> => ({}),
  );
  const views = tidy((): never => {
    const all = Object.entries(viewsOf(readers, params, batch));
    return Object.fromEntries(all.map(([name, { features: _, ...view }]) => [name, view])) as never;
  }) as Views;
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
