import { cpu } from '@xm/tensor-ops';
import {
  assertAsExpected,
  conformanceChecks,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
  summarize,
} from '../src/index.ts';

const known: readonly Shortcoming[] = [
  ...shortcomingsOfCore,
  { rows: /^avgPool .*pad same.*gradient/, reason: 'divides by the window, padding included' },
  { rows: /^resizeBilinear \[1,3,4,2\].*gradient/, reason: 'exchanges height and width' },
  { rows: /^resizeBilinear .*halfPixelCenters.*gradient/, reason: 'ignores half-pixel centres' },
  { rows: /^resizeNearest.*\[2,5,5,1\].*gradient/, reason: 'NaN where it makes a picture smaller' },
  { rows: /^matMul \[2,1,4,5\]/, reason: 'broadcasts one batch axis only' },
];

const rows: Row[] = [];

beforeAll(() => cpu().start());
afterAll(() => console.info(summarize(rows)));

test.each(conformanceChecks)('$name', async (check) => {
  const row = await check.run();
  rows.push(row);
  assertAsExpected(row, known);
});
