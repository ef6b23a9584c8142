import type { Place } from '@xm/data';
import { times } from '../report/format.ts';
import { html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import { card } from './card.ts';
import { fill } from './fill.ts';
import type { Read } from './sheetInput.ts';

const room = 2_800_000;

/** Examples with all they have, as many as there is room for, in order; undefined when there are none. */
export async function samples(
  places: readonly Place[],
  seed: number,
  read: Read,
): Promise<Section | undefined> {
  const drawn = await fill(places, room, async (place) => card(place, await read(place)));
  if (drawn.length === 0) return undefined;
  const splits = [...new Set(places.map(({ split }) => split))];
  const order = (a: Place, b: Place): number =>
    splits.indexOf(a.split) - splits.indexOf(b.split) || a.index - b.index;
  const cards = drawn
    .map((html, i) => ({ html, place: places[i] }))
    .sort((a, b) => order(a.place, b.place))
    .map(({ html }) => html);
  return {
    id: 'samples',
    title: 'A random sample',
    intro:
      `${times(cards.length, 'example')}, drawn at random with seed ${seed} and not chosen. ` +
      'Under each is its number in the dataset, from 0, and its id.',
    body: html`<ul class="sheet">${cards}
</ul>`,
  };
}
