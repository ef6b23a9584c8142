import { html } from './html.ts';
import { pictureHits } from './picture.ts';
import type { ReportData } from './reportData.ts';
import type { Section } from './section.ts';

/** Words typed in, and a row of pictures found for each. */
export const wordSearches = ({ wordSearches }: ReportData): Section | undefined =>
  wordSearches.length === 0
    ? undefined
    : {
        id: 'words',
        title: 'Searching with words',
        intro:
          'The closest held-out pictures, best first, under each its name and the cosine ' +
          'with the query. Shown as they came: nobody judged them right or wrong.',
        body: wordSearches.map(
          ({ query, hits }) => html`
<article class="search"><h3>“${query}”</h3>${pictureHits(hits)}</article>`,
        ),
      };
