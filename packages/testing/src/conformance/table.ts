import type { Case } from './case.ts';
import { arithmetic } from './cases/arithmetic.ts';
import { convolution } from './cases/convolution.ts';
import { elementwise } from './cases/elementwise.ts';
import { indexing } from './cases/indexing.ts';
import { layout } from './cases/layout.ts';
import { linear } from './cases/linear.ts';
import { poolingAndResizing } from './cases/pooling.ts';
import { reduction } from './cases/reduction.ts';

/** The conformance table: every operation that XM's models are made of. */
export const cases: readonly Case[] = [
  ...elementwise,
  ...arithmetic,
  ...linear,
  ...convolution,
  ...poolingAndResizing,
  ...reduction,
  ...layout,
  ...indexing,
];
