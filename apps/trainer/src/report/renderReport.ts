import { lossCurve } from './charts/lossCurve.ts';
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
    title: 'A joint space of pictures and words',
    summary: summary(run),
    sections: [recallTable, wordSearches, pictureSearches, samples, lossCurve, runFacts].map(
      (part) => part(run),
    ),
    footer: run.data.credits,
  });

function summary({ data, recall: { imageToText, textToImage } }: ReportData): Html {
  return html`<p class="summary">Trained on ${count(data.trainExamples)} pictures from ${list(
    data.trainedOn,
  )}, the model gives a right name first to <strong>${percent(
    imageToText.model.recallAt1,
  )}</strong> of ${count(data.heldOutExamples)} new ones from ${data.heldOut} (chance ${percent(
    imageToText.chance.recallAt1,
  )}), and finds a right picture for <strong>${percent(
    textToImage.model.recallAt10,
  )}</strong> of the words among its first ten (chance ${percent(textToImage.chance.recallAt10)}).</p>`;
}
