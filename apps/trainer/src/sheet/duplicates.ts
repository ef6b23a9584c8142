import type { Example, Inspection, Modality, RepeatedContent, Repeats } from '@xm/data';
import { count, times } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import { caption, placeLine } from './card.ts';
import { fill } from './fill.ts';
import { media } from './media.ts';
import type { Read } from './sheetInput.ts';
import { shortened } from './shortened.ts';

const groupsShown = 12;
const placesShown = 4;
const room = 500_000;

const names: Record<Modality, string> = {
  image: 'Pictures',
  speech: 'Sounds',
  video: 'Videos',
  text: 'Captions',
};

/** What comes more than once, where, and with which captions; undefined when nothing does. */
export async function duplicates(found: Inspection, read: Read): Promise<Section | undefined> {
  const parts: Html[] = [];
  for (const modality of ['image', 'speech', 'video', 'text'] as const) {
    const repeats = found.duplicates[modality];
    if (repeats === undefined || repeats.repeated === 0) continue;
    parts.push(await part(modality, repeats, read));
  }
  if (parts.length === 0) return undefined;
  return {
    id: 'duplicates',
    title: 'More than once',
    intro:
      'What is the same pixel for pixel, sample for sample or letter for letter, beside all that differs: ' +
      'where it stands, and what it is called. First what is in more than one split.',
    body: parts,
  };
}

async function part(modality: Modality, repeats: Repeats, read: Read): Promise<Html> {
  const { different, repeated, acrossSplits, contents } = repeats;
  const groups = await fill(contents.slice(0, groupsShown), room, (content) =>
    group(modality, content, read),
  );
  const across = acrossSplits > 0 ? `; ${count(acrossSplits)} are in more than one split` : '';
  return html`
<h3 class="kind-of">${names[modality]}</h3>
<p class="intro">${count(different)} different, ${times(repeated, 'repetition')}${across}.</p>
<ul class="groups">${groups}</ul>`;
}

async function group(
  modality: Modality,
  { count: many, splits, places }: RepeatedContent,
  read: Read,
): Promise<Html> {
  const shown = await Promise.all(places.slice(0, placesShown).map(read));
  const { id, texts, [modality]: content } = shown[0];
  const only = { id, [modality]: content, ...(modality === 'text' ? { texts } : {}) } as Example;
  const bySplit = Object.entries(splits).map(
    ([split, of]) => `${shortened(split, 40)} ${count(of)}`,
  );
  return html`
<li class="group"><div>${modality === 'text' ? caption(only) : media(only)}
<p class="place">${count(many)} times${bySplit.length > 0 ? `: ${bySplit.join(', ')}` : ''}</p></div>
<ol>${shown.map(
    (example, i) => html`<li>${placeLine(places[i], example)}
${modality === 'text' ? html`` : caption(example)}</li>`,
  )}</ol></li>`;
}
