import { type Example, everyText, type Place } from '@xm/data';
import { count } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import { media } from './media.ts';
import { shortened } from './shortened.ts';

const longestText = 160;
const textsShown = 5;
const longestValue = 40;
const factorsShown = 8;

/** One example with all it has. */
export const card = (place: Place, example: Example): Html => html`
<li class="card">${media(example)}
${caption(example)}
${factors(example)}
${placeLine(factorSaysSplit(example) ? { index: place.index } : place, example)}</li>`;

const factorSaysSplit = ({ factors }: Example): boolean => factors?.['split'] !== undefined;

/** What an example is called, the first few of several texts. */
export function caption(example: Example): Html {
  const texts = everyText(example);
  const more = texts.length - textsShown;
  const lines = texts
    .slice(0, textsShown)
    .map((text) => (text === '' ? '(empty text)' : shortened(text, longestText)));
  if (more > 0) lines.push(`and ${count(more)} more`);
  return html`${lines.map((line) => html`<p class="caption" dir="auto" lang="">${line}</p>`)}`;
}

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
