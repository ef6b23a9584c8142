import { lossCurve } from './charts/lossCurve.ts';
import { directionTitle } from './directionTitle.ts';
import { count, list, percent } from './format.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { pictureSearches } from './pictureSearches.ts';
import { recallTable } from './recallTable.ts';
import type { ReportData } from './reportData.ts';
import { runFacts } from './runFacts.ts';
import { samples } from './samples.ts';
import { wordSearches } from './wordSearches.ts';

/**
 * The report of one training run as one HTML page that stands alone: no request, no script.
 *
 * @param run what happened and what came of it; texts are escaped here.
 * @returns the whole document, for a file of its own.
 * @throws DataError when a picture is not a PNG data URI, or a loss is missing or not a number.
 */
export const renderReport = (run: ReportData): string =>
  page({
    kind: 'XM training report',
    title: title(run),
    summary: summary(run),
    sections: parts.flatMap((part) => part(run) ?? []),
    footer: run.data.credits,
  });

const parts = [recallTable, wordSearches, pictureSearches, samples, lossCurve, runFacts];

/** Every modality once, by the sides of the directions. */
const title = ({ recall }: ReportData): string => {
  const sides = Object.keys(recall).flatMap((name) => directionTitle(name).split(' → '));
  return `A joint space of ${list([...new Set(sides)])}`;
};

function summary({ data, recall }: ReportData): Html {
  const trained = html`Trained on ${count(data.trainExamples)} examples from ${list(data.trainedOn)}`;
  const { imageToText, textToImage } = recall;
  if (!imageToText || !textToImage) return html`<p class="summary">${trained}.</p>`;
  return html`<p class="summary">${trained}, the model gives a right name first to <strong>${percent(
    imageToText.model.recallAt1,
  )}</strong> of ${count(imageToText.queries)} new pictures from ${data.heldOut} (chance ${percent(
    imageToText.chance.recallAt1,
  )}), and finds a right picture for <strong>${percent(
    textToImage.model.recallAt10,
  )}</strong> of the words among its first ten (chance ${percent(textToImage.chance.recallAt10)}).</p>`;
}
