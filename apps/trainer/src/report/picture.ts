import { DataError } from '@xm/data';
import { twoDecimals } from './format.ts';
import { type Html, html } from './html.ts';
import type { LabelledPicture, PictureHit } from './reportData.ts';

const inlinePng = /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * A picture in its tile.
 *
 * @throws DataError when the picture is not a PNG data URI, which the page would have to load.
 */
export function picture({ label, picture }: LabelledPicture): Html {
  if (!inlinePng.test(picture)) {
    throw new DataError(
      `renderReport: the picture of '${label}' must be a data:image/png;base64 URI, ` +
        `got '${picture.slice(0, 40)}'. Encode the picture as PNG and put its bytes in base64.`,
    );
  }
  return html`<img src="${picture}" alt="${label}" width="72" height="72">`;
}

/** Found pictures in a row, best first. */
export const pictureHits = (hits: readonly PictureHit[]): Html => html`
<ol class="hits">${hits.map(
  (hit) => html`
<li><figure>${picture(hit)}<figcaption>${hit.label} ${score(hit.score)}</figcaption></figure></li>`,
)}
</ol>`;

/** A cosine, set apart from the words beside it. */
export const score = (cosine: number): Html =>
  html`<span class="score">${twoDecimals(cosine)}</span>`;
