import {
  asExpected,
  conformanceChecks,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
  summarize,
} from '@xm/testing';
import { type WasmOptions, wasm } from '../../src/index.ts';

/** Checks every operation and gradient with the backend started as `options` say. */
export function conforms(options: WasmOptions): void {
  const known: readonly Shortcoming[] = [...shortcomingsOfCore];
  const rows: Row[] = [];

  beforeAll(() => wasm(options).start());
  if (process.env['XM_SUMMARY']) afterAll(() => console.info(summarize(rows)));

  test.each(conformanceChecks)('$name', async (check) => {
    const row = await check.run();
    rows.push(row);
    if (!asExpected(row, known)) {
      throw new Error(row.reason ?? 'passes now: take it off the list of known shortcomings');
    }
  });
}
