import { DataError } from '@xm/data';
import { count, twoDecimals } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { LossHistory, ReportData } from '../reportData.ts';
import type { Section } from '../section.ts';
import { runningMean } from './runningMean.ts';
import { ticks } from './ticks.ts';

// Units of the drawing; the page scales it. The margins hold the labels at their largest.
const width = 760;
const height = 340;
const plot = { left: 64, right: width - 32, top: 12, bottom: height - 64 };

/** The loss at each step, a smoothed line over it, and what knowing nothing would cost. */
export function lossCurve({ loss }: ReportData): Section {
  const points = checked(loss);
  const radius = Math.ceil(points.length / 50);
  const smooth = runningMean(
    points.map(({ nats }) => nats),
    radius,
  );
  const nothing = Math.log(loss.batchSize);
  const xs = ticks(Math.max(1, points.at(-1)!.step), 5);
  const ys = ticks(Math.max(nothing, ...points.map(({ nats }) => nats)), 5);
  const x = scale(xs.at(-1)!, plot.left, plot.right);
  const y = scale(ys.at(-1)!, plot.bottom, plot.top);
  const line = (values: readonly number[]): string =>
    `M${values.map((value, i) => `${x(points[i]!.step)},${y(value)}`).join('L')}`;

  return {
    id: 'loss',
    title: 'Loss',
    intro:
      `Nats for each pair of a batch of ${count(loss.batchSize)}: how surprised the model is by ` +
      `the right partner. Thin: every recorded step. Thick: the mean of ${2 * radius + 1} in a ` +
      `row. Dashed: ln(${loss.batchSize}), the cost of knowing nothing.`,
    body: html`
<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="loss-summary">
<title id="loss-summary">The smoothed loss goes from ${twoDecimals(smooth[0]!)} to ${twoDecimals(
      smooth.at(-1)!,
    )} nats at step ${count(points.at(-1)!.step)}; knowing nothing costs ${twoDecimals(nothing)}.</title>
${xs.map((step) => tickBelow(x(step), count(step)))}
${ys.map((nats) => tickBeside(y(nats), String(nats)))}
<text class="axis" x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle">step</text>
<text class="axis" transform="translate(16 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">nats</text>
<path class="nothing" d="M${plot.left},${y(nothing)}H${plot.right}"/>
<path class="raw" d="${line(points.map(({ nats }) => nats))}"/>
<path class="smooth" d="${line(smooth)}"/>
<text class="note" x="${plot.right - 4}" y="${y(nothing) + noteBelow}" text-anchor="end">no information: ${twoDecimals(
      nothing,
    )}</text>
</svg>`,
  };
}

const noteBelow = 22;

/** @throws DataError when there is nothing to draw or a loss is not a number from 0. */
function checked({ points }: LossHistory): LossHistory['points'] {
  if (points.length === 0) {
    throw new DataError(
      'renderReport: loss.points must hold at least one point, got none. Record the first step.',
    );
  }
  const bad = points.find(({ nats }) => !(Number.isFinite(nats) && nats >= 0));
  if (bad) {
    throw new DataError(
      `renderReport: the loss at step ${bad.step} must be a number from 0, got ${bad.nats}. ` +
        'Training has diverged: lower the learning rate.',
    );
  }
  return points;
}

/** From 0…end to the drawing's units, to a tenth: finer cannot be seen. */
const scale =
  (end: number, from: number, to: number): ((value: number) => number) =>
  (value) =>
    Math.round(10 * (from + ((to - from) * value) / end)) / 10;

const tickBelow = (x: number, label: string): Html => html`
<path class="tick" d="M${x},${plot.bottom}v6"/>
<text x="${x}" y="${plot.bottom + 26}" text-anchor="middle">${label}</text>`;

const tickBeside = (y: number, label: string): Html => html`
<path class="grid" d="M${plot.left},${y}H${plot.right}"/>
<text x="${plot.left - 8}" y="${y}" dy="0.35em" text-anchor="end">${label}</text>`;
