import { DataError } from '@xm/data';
import { count, twoDecimals } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { LossHistory } from '../reportData.ts';
import { runningMean } from './runningMean.ts';
import { ticks } from './ticks.ts';

// Units of the drawing; the page scales it. The margins hold the labels at their largest.
const width = 760;
const height = 340;
const plot = { left: 64, right: width - 32, top: 12, bottom: height - 64 };

export interface LossChart {
  readonly chart: Html;
  /** How many losses in a row each point of the thick line is the mean of. */
  readonly averaged: number;
}

/**
 * The loss at each step and a smoothed line over it.
 *
 * @param nothing nats that knowing nothing costs, drawn as a line where there is such a number
 * @throws DataError when there is nothing to draw or a loss is not a number.
 */
export function lossChart(points: LossHistory['points'], nothing?: number): LossChart {
  assertDrawable(points);
  const losses = points.map(({ nats }) => nats);
  const radius = Math.ceil(points.length / 50);
  const smooth = runningMean(losses, radius);
  // At the end the mean is of ever fewer: the last would be a single loss again.
  const settled = Math.max(1, points.length - radius);
  const drawn = [...losses, ...(nothing === undefined ? [] : [nothing]), 0];
  const [lowest, highest] = [Math.min(...drawn), Math.max(...drawn)];
  // Long numbers would not stand beside the drawing.
  const unit = Math.max(-lowest, highest) >= 10_000 ? 1000 : 1;
  const xs = ticks(Math.max(1, points.at(-1)!.step), 5);
  const ys = ticks(highest > lowest ? highest / unit : 1, 5, lowest / unit);
  const x = scale([0, xs.at(-1)!], plot.left, plot.right);
  const y = scale([ys[0]! * unit, ys.at(-1)! * unit], plot.bottom, plot.top);
  const line = (values: readonly number[]): string =>
    `M${values.map((value, i) => `${x(points[i]!.step)},${y(value)}`).join('L')}`;
  const summary = `The smoothed loss goes from ${twoDecimals(smooth[0]!)} to ${twoDecimals(
    smooth[settled - 1]!,
  )} nats at step ${count(points[settled - 1]!.step)}`;

  const chart = html`
<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="loss-summary">
<title id="loss-summary">${summary}${nothing === undefined ? '.' : `; knowing nothing costs ${twoDecimals(nothing)}.`}</title>
${xs.map((step) => tickBelow(x(step), count(step)))}
${ys.map((nats) => tickBeside(y(nats * unit), String(nats).replace('-', '−')))}
<text class="axis" x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle">step</text>
<text class="axis" transform="translate(16 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">${
    unit === 1 ? 'nats' : `${count(unit)} nats`
  }</text>
${nothing === undefined ? '' : html`<path class="nothing" d="M${plot.left},${y(nothing)}H${plot.right}"/>`}
<path class="raw" d="${line(losses)}"/>
<path class="smooth" d="${line(smooth.slice(0, settled))}"/>
${nothing === undefined ? '' : note(y(nothing), nothing)}
</svg>`;
  return { chart, averaged: 2 * radius + 1 };
}

const noteBelow = 22;

const note = (y: number, nothing: number): Html =>
  html`<text class="note" x="${plot.right - 4}" y="${y + noteBelow}" text-anchor="end">no information: ${twoDecimals(nothing)}</text>`;

function assertDrawable(points: LossHistory['points']): void {
  if (points.length === 0) {
    throw new DataError(
      'renderReport: loss.points must hold at least one point, got none. Record the first step.',
    );
  }
  const bad = points.find(({ nats }) => !Number.isFinite(nats));
  if (bad) {
    throw new DataError(
      `renderReport: the loss at step ${bad.step} must be a number, got ${bad.nats}. ` +
        'Training has diverged: lower the learning rate.',
    );
  }
}

/** To the drawing's units, to a tenth: finer cannot be seen. */
const scale =
  ([low, high]: readonly [number, number], from: number, to: number): ((value: number) => number) =>
  (value) =>
    Math.round(10 * (from + ((to - from) * (value - low)) / (high - low))) / 10;

const tickBelow = (x: number, label: string): Html => html`
<path class="tick" d="M${x},${plot.bottom}v6"/>
<text x="${x}" y="${plot.bottom + 26}" text-anchor="middle">${label}</text>`;

const tickBeside = (y: number, label: string): Html => html`
<path class="grid" d="M${plot.left},${y}H${plot.right}"/>
<text x="${plot.left - 8}" y="${y}" dy="0.35em" text-anchor="end">${label}</text>`;
