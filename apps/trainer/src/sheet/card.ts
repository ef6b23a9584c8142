import type { Example, Place } from '@xm/data';
import { count } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import { media } from './media.ts';
import { shortened } from './shortened.ts';

const longestText = 160;
const longestValue = 40;
const factorsShown = 8;

/** One example with all it has. */
export const card = (place: Place, example: Example): Html => html`
<li class="card">${media(example)}
${caption(example)}
${factors(example)}
${placeLine(factorSaysSplit(example) ? { index: place.index } : place, example)}</li>`;

const factorSaysSplit = ({ factors }: Example): boolean => factors?.['split'] !== undefined;

export const caption = ({ text }: Example): Html =>
  text === undefined
    ? html``
    : html`<p class="caption" dir="auto" lang="">${text === '' ? '(empty text)' : shortened(text, longestText)}</p>`;

function factors({ factors = {} }: Example): Html {
  const all = Object.entries(factors);
  if (all.length === 0) return html``;
  return html`<dl class="factors">${all
    .slice(0, factorsShown)
    .map(
      ([name, value]) =>
        html`<div><dt>${shortened(name, longestValue)}</dt><dd dir="auto">${shortened(`${value}`, longestValue)}</dd></div>`,
    )}</dl>`;
}

/** Where an example stands, and its id where that says more. */
export const placeLine = (place: Place, { id }: Example): Html =>
  html`<p class="place">${placeText(place)}${
    id === `${place.index}` ? html`` : html` <bdi>${shortened(id, longestValue)}</bdi>`
  }</p>`;

/** Which example of which split, as `inspect` counts them: from 0. */
export const placeText = ({ split, index }: Place): Html =>
  html`${split === undefined ? html`` : html`<b class="split">${shortened(split, longestValue)}</b> `}#${count(index)}`;
