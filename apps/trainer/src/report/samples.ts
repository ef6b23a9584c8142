import { type Html, html } from './html.ts';
import { picture, score } from './picture.ts';
import type { NamedPicture, ReportData } from './reportData.ts';
import type { Section } from './section.ts';

/** Held-out pictures drawn at random with the best names for each, the right ones marked. */
export function samples({ samples }: ReportData): Section | undefined {
  if (samples.length === 0) return undefined;
  const named = samples.filter(({ names }) => names.some(({ right }) => right)).length;
  return {
    id: 'samples',
    title: 'A random sample',
    intro:
      `${samples.length} held-out pictures, drawn at random and not chosen, each with ` +
      `the best names the model has for it; ✓ marks a right one. ` +
      `${named} of the ${samples.length} have one.`,
    body: html`<ul class="cards">${samples.map(card)}
</ul>`,
  };
}

const card = (sample: NamedPicture): Html => html`
<li>${picture(sample)}<div><strong>${sample.label}</strong>
<ol class="names">${sample.names.map(
  ({ word, right, score: cosine }) =>
    html`<li${right ? rightName : plainName}><span>${word}${right ? tick : noTick}</span> ${score(cosine)}</li>`,
)}</ol></div></li>`;

const rightName = html` class="right"`;
const plainName = html``;
const tick = html`&nbsp;<b role="img" aria-label="right">✓</b>`;
const noTick = html``;
