import type { Spread } from '@xm/data';
import { count, number, spreadText } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';

// Units of the drawing; the page scales it.
const width = 320;
const plot = { left: 4, right: width - 4, top: 8, bottom: 96 };
const height = plot.bottom + 24;
/** About how many bars are wanted. */
const bars = 20;

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * The counts of a spread in bins of equal, round width: at most some forty.
 *
 * No bin is finer than the two digits that the spread keeps, or than 1 where all numbers are whole.
 */
export function binsOf({ counts }: Spread): Bin[] {
  const [least, most] = [counts[0][0], counts.at(-1)![0]];
  const whole = counts.every(([value]) => Number.isInteger(value));
  const finest = Math.max(whole ? 1 : 0, 10 ** (Math.floor(Math.log10(Math.max(most, 1e-9))) - 1));
  const step = Math.max(finest, round((most - least) / bars));
  // The quotient of decimal fractions may miss a whole number by its rounding.
  const binOf = (value: number): number => Math.floor(value / step + 1e-9);
  const first = binOf(least);
  const heights = new Array<number>(binOf(most) - first + 1).fill(0);
  for (const [value, many] of counts) heights[binOf(value) - first] += many;
  return heights.map((many, i) => ({
    from: clean((first + i) * step),
    to: clean((first + i + 1) * step),
    count: many,
  }));
}

/** The next 1, 2 or 5 times a power of ten. */
function round(rough: number): number {
  if (rough <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9))!;
}

/** Hides 0.30000000000000004. */
const clean = (value: number): number => Number(value.toPrecision(12));

/** A small histogram of what `inspect` measured, the axis from its first to its last bin. */
export function histogram(spread: Spread, unit: string): Html {
  const bins = binsOf(spread);
  const tallest = Math.max(...bins.map((bin) => bin.count));
  const step = (plot.right - plot.left) / bins.length;
  return html`
<svg class="histogram" viewBox="0 0 ${width} ${height}" role="img" aria-label="${spreadText(spread)} ${unit}">
${bins.map((bin, i) => {
  const tall = (bin.count / tallest) * (plot.bottom - plot.top);
  const [x, y] = [plot.left + i * step, plot.bottom - tall].map((at) => at.toFixed(1));
  return html`<rect x="${x}" y="${y}" width="${Math.max(1, step - 1).toFixed(1)}" height="${tall.toFixed(1)}"><title>${
    bin.from
  } to ${bin.to} ${unit}: ${count(bin.count)}</title></rect>`;
})}
<path d="M${plot.left},${plot.bottom}H${plot.right}"/>
<text x="${plot.left}" y="${height - 6}">${number(spread.least)}</text>
<text x="${plot.right}" y="${height - 6}" text-anchor="end">${number(spread.most)} ${unit}</text>
</svg>`;
}
