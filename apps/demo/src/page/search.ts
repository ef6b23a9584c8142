import type { Answer } from '../engine/engine.ts';
import { drawPad } from './drawPad.ts';
import { dropZone } from './dropZone.ts';
import { element } from './element.ts';
import { showResults } from './results.ts';
import type { Started } from './startEngine.ts';
import { toPicture } from './toPicture.ts';

const shown = 12;
/** Milliseconds without a key before what was typed is searched. */
const pause = 150;

/**
 * The view that searches emoji by words, a file or a drawing.
 *
 * @param engine gives the one that runs now
 * @param say shows a problem, or nothing
 */
export function searchView(
  engine: () => Promise<Started['engine']>,
  say: (problem: string) => void,
): void {
  const words = element<HTMLInputElement>('words');
  const results = element('results');
  let asked = 0;
  /** Shows the answer, unless something else was asked meanwhile. */
  const ask = async (
    query: { title: string; by: 'words' | 'picture' },
    search: (running: Started['engine']) => Promise<Answer>,
  ): Promise<void> => {
    asked++;
    const mine = asked;
    try {
      const answer = await search(await engine());
      if (mine !== asked) return;
      say('');
      showResults(results, answer, query);
    } catch (error) {
      if (mine === asked) say((error as Error).message);
    }
  };
  const byWords = (): void => {
    const text = words.value.trim();
    if (text === '') return;
    void ask({ title: `“${text}”`, by: 'words' }, (running) => running.searchWords(text, shown));
  };
  const byPicture = (source: File | HTMLCanvasElement): Promise<void> =>
    ask(
      { title: source instanceof File ? source.name : 'Your drawing', by: 'picture' },
      async (running) => running.searchPicture(await toPicture(source), shown),
    );

  let timer = 0;
  words.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(byWords, pause);
  });
  element('search').addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    byWords();
  });
  for (const button of element('examples').querySelectorAll('button')) {
    button.addEventListener('click', () => {
      words.value = button.textContent ?? '';
      byWords();
    });
  }
  dropZone(element('drop'), element<HTMLInputElement>('file'), byPicture);
  const canvas = element<HTMLCanvasElement>('pad');
  drawPad(canvas, element('palette'), element('clear'), () => void byPicture(canvas));
}
