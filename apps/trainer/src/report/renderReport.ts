import { lossCurve } from './charts/lossCurve.ts';
import { count, list, percent } from './format.ts';
import { Html, html } from './html.ts';
import { pictureSearches } from './pictureSearches.ts';
import { recallTable } from './recallTable.ts';
import type { ReportData } from './reportData.ts';
import { runFacts } from './runFacts.ts';
import { samples } from './samples.ts';
import { contents, section } from './section.ts';
import { style } from './style.ts';
import { wordSearches } from './wordSearches.ts';

const title = 'A joint space of pictures and words';

// The browser holds the page to its word: pictures and style from within, nothing from elsewhere.
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The report of one training run as one HTML page that stands alone: no request, no script.
 *
 * @param run what happened and what came of it; texts are escaped here.
 * @returns the whole document, for a file of its own.
 * @throws DataError when a picture is not a PNG data URI, or a loss is missing or not a number.
 */
export function renderReport(run: ReportData): string {
  const sections = [recallTable, wordSearches, pictureSearches, samples, lossCurve, runFacts].map(
    (part) => part(run),
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<p class="kind">XM training report</p>
<h1>${title}</h1>
${summary(run)}
${contents(sections)}
</header>
<main>${sections.map(section)}
</main>
<footer>${run.data.credits.map((credit) => html`<p>${credit}</p>`)}</footer>
</body>
</html>
`.source;
}

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
