import { count } from '../format.ts';
import type { ReportData } from '../reportData.ts';
import type { Section } from '../section.ts';
import { lossChart } from './lossChart.ts';

/** The loss of a joint space at each step, a smoothed line over it, and what knowing nothing would cost. */
export function lossCurve({ loss: { points, batchSize } }: ReportData): Section {
  const { chart, averaged } = lossChart(points, Math.log(batchSize));
  return {
    id: 'loss',
    title: 'Loss',
    intro:
      `Nats for each pair of a batch of ${count(batchSize)}: how surprised the model is by ` +
      `the right partner. Thin: every recorded step. Thick: the mean of ${averaged} in a ` +
      `row. Dashed: ln(${batchSize}), the cost of knowing nothing.`,
    body: chart,
  };
}
