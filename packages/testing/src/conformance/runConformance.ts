import type { Backend } from '@xm/tensor-ops';
import { type Check, checksOf, type Row } from './check.ts';
import { cases } from './table.ts';

/** Every check of the table, to be run one by one (as tests of their own, for example). */
export const conformanceChecks: readonly Check[] = cases.flatMap(checksOf);

/** Starts `backend` and runs the whole table on it. Takes some seconds; throws only if it cannot start. */
export async function runConformance(backend: Backend): Promise<Row[]> {
  await backend.start();
  const rows: Row[] = [];
  for (const check of conformanceChecks) rows.push(await check.run());
  return rows;
}
