import { html } from './html.ts';
import { picture, pictureHits, score } from './picture.ts';
import type { ReportData } from './reportData.ts';
import type { Section } from './section.ts';

/** Pictures shown, and the words and pictures found for each. */
export const pictureSearches = ({ pictureSearches }: ReportData): Section | undefined =>
  pictureSearches.length === 0
    ? undefined
    : {
        id: 'pictures',
        title: 'Searching with pictures',
        intro:
          'A held-out picture is the query; the closest words and the closest other held-out ' +
          'pictures follow, with their cosines. The model is not told the name of the query.',
        body: pictureSearches.map(
          ({ query, words, pictures }) => html`
<article class="search by-picture">
<h3>${picture(query)} <span>${query.label}</span></h3>
<ol class="names">${words.map(
            (hit) => html`<li><span>${hit.word}</span> ${score(hit.score)}</li>`,
          )}</ol>${pictureHits(pictures)}</article>`,
        ),
      };
