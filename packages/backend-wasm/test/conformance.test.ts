import {
  asExpected,
  conformanceChecks,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
  summarize,
} from '@xm/testing';
import { wasm } from '../src/index.ts';

const known: readonly Shortcoming[] = [...shortcomingsOfCore];

const rows: Row[] = [];

beforeAll(() => wasm().start());
afterAll(() => console.info(summarize(rows)));

test.each(conformanceChecks)('$name', async (check) => {
  const row = await check.run();
  rows.push(row);
  if (!asExpected(row, known)) {
    throw new Error(row.reason ?? 'passes now: take it off the list of known shortcomings');
  }
});
