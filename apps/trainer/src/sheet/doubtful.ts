import type { Doubt, Inspection } from '@xm/data';
import { times } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import { card } from './card.ts';
import { fill } from './fill.ts';
import type { Read } from './sheetInput.ts';

const shown = 6;
const room = 200_000;

/** Examples that can be read and yet are hardly meant; undefined when there are none. */
export async function doubtful(
  { doubtful: found }: Inspection,
  read: Read,
): Promise<Section | undefined> {
  const { constantPictures, silentSounds, clippedSounds } = found;
  const parts: [Doubt, noun: string, what: string][] = [
    [constantPictures, 'picture', 'of one colour all over'],
    [silentSounds, 'sound', 'without a sample louder than −60 dB of full scale'],
    [clippedSounds, 'sound', 'cut off flat at full scale, recorded too loud'],
  ];
  const there = parts.filter(([{ count }]) => count > 0);
  if (there.length === 0) return undefined;
  const body: Html[] = [];
  for (const [{ count, places }, noun, what] of there) {
    const cards = await fill(places.slice(0, shown), room, async (place) =>
      card(place, await read(place)),
    );
    body.push(html`
<h3 class="kind-of">${times(count, noun)} ${what}</h3>
<ul class="sheet">${cards}
</ul>`);
  }
  return {
    id: 'doubtful',
    title: 'Doubtful',
    intro: 'These can be read, and are counted as good. Are they meant?',
    body,
  };
}
