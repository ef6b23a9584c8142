import type { Example, Modality } from '@xm/data';
import { element, make } from './element.ts';
import { media } from './media.ts';
import type { Started } from './startEngine.ts';
import { toPicture } from './toPicture.ts';
import { toSound } from './toSound.ts';

const titles: Record<Modality, string> = {
  image: 'Pictures',
  text: 'Words',
  speech: 'Speech',
  video: 'Moving pictures',
};
/** How many are made of what differs each time. */
const samples: Record<Modality, number> = { image: 6, text: 1, speech: 1, video: 2 };

/**
 * The view that turns words, a picture, a sound or a video into all others that the model can make of it.
 *
 * @param engine gives the one that runs now
 * @param say shows a problem, or nothing
 */
export function translateView(
  engine: () => Promise<Started['engine']>,
  say: (problem: string) => void,
): void {
  const place = element('made');
  let asked = 0;

  const show = async (from: Modality, given: () => Promise<Example>): Promise<void> => {
    asked++;
    const mine = asked;
    try {
      const running = await engine();
      const input = await given();
      const directions = (await running.directions()).filter((one) => one.from === from);
      if (mine !== asked) return;
      say('');
      const shown = make('section', {}, make('h3', {}, `From ${titles[from].toLowerCase()}`));
      if (from !== 'text')
        shown.append(make('div', { className: 'made' }, media(input, from, 'given')));
      if (input.text)
        shown.append(make('p', { className: 'time' }, `It is called “${input.text}”.`));
      place.replaceChildren(...(from === 'text' ? [] : [shown]));
      for (const { to } of directions) {
        const wanted = { samples: samples[to], seed: mine };
        const { examples, milliseconds } = await running.translate(from, to, input, wanted);
        if (mine !== asked) return;
        const each = milliseconds / examples.length;
        place.append(
          make(
            'section',
            { className: `to-${to}` },
            make('h3', {}, titles[to]),
            make(
              'div',
              { className: 'made' },
              ...examples.map((one) => media(one, to, `made from ${from}`)),
            ),
            make(
              'p',
              { className: 'time' },
              `Made in ${each.toFixed(0)} ms${examples.length > 1 ? ' each' : ''}`,
            ),
          ),
        );
      }
    } catch (error) {
      if (mine === asked) say((error as Error).message.replace(/^translate: /, ''));
    }
  };

  const caption = element<HTMLInputElement>('caption');
  element('say').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = caption.value.trim();
    if (text === '') say('Write a caption first: big red heart.');
    else void show('text', async () => ({ id: 'given', text }));
  });
  for (const kind of ['image', 'video'] as const) {
    element(`draw-${kind}`).addEventListener('click', () => {
      void show(kind, async () => (await engine()).draw(kind, asked));
    });
  }
  const file = element<HTMLInputElement>('any');
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    file.value = '';
    if (chosen === undefined) return;
    if (chosen.type.startsWith('audio/')) {
      void show('speech', async () => ({ id: 'given', speech: await toSound(chosen) }));
    } else void show('image', async () => ({ id: 'given', image: await toPicture(chosen) }));
  });
}
