import type { Hit } from '../engine/emojiSpace.ts';
import type { Answer } from '../engine/engine.ts';
import { make } from './element.ts';

/** What was found, in place of what stood there before. */
export function showResults(
  place: HTMLElement,
  { pictures, names, milliseconds }: Answer,
  query: { readonly title: string; readonly by: 'words' | 'picture' },
): void {
  const heading = make('h2', {}, query.title);
  const time = make('p', { className: 'time' }, `Found in ${milliseconds.toFixed(0)} ms`);
  // The other kind than the query first: that is what is hard.
  const parts =
    query.by === 'words'
      ? [grid('Pictures', pictures)]
      : [list('Names that fit', names), grid('Pictures like it', pictures)];
  place.replaceChildren(heading, time, ...parts);
}

const grid = (title: string, hits: readonly Hit[]): HTMLElement =>
  make('section', {}, make('h3', {}, title), make('ul', { className: 'grid' }, ...hits.map(tile)));

const tile = ({ id, label, score }: Hit): HTMLElement =>
  make(
    'li',
    {},
    make('img', { src: pictureOf(id), alt: label, width: 64, height: 64, loading: 'lazy' }),
    make('span', { className: 'name' }, label),
    make('span', { className: 'score', title: 'cosine' }, score.toFixed(2)),
  );

const list = (title: string, hits: readonly Hit[]): HTMLElement =>
  make(
    'section',
    {},
    make('h3', {}, title),
    make(
      'ol',
      { className: 'names' },
      ...hits
        .slice(0, 6)
        .map(({ label, score }) =>
          make('li', {}, label, ' ', make('span', { className: 'score' }, score.toFixed(2))),
        ),
    ),
  );

/** 'twitter/1F353' lies in emoji/1F353.png. */
const pictureOf = (id: string): string => `emoji/${id.split('/').at(-1)}.png`;
