import type { BrowserKind } from '@xm/backend-browser';
import { element } from './page/element.ts';
import { searchView } from './page/search.ts';
import { type Started, startEngine } from './page/startEngine.ts';
import { translateView } from './page/translate.ts';
import { views } from './page/views.ts';

const choice = element<HTMLSelectElement>('backend');
const detail = element('detail');
const problem = element('problem');

const say = (text: string): void => {
  problem.textContent = text;
  problem.hidden = text === '';
};

/** The engine that runs, or is starting. */
let started: Promise<Started> = start(undefined);

/** Starts another backend, in a worker of its own; the last one stays where that one cannot run. */
function start(kind: BrowserKind | undefined): Promise<Started> {
  detail.textContent = 'Starting …';
  document.body.dataset['state'] = 'starting';
  const starting = startEngine(kind);
  starting.then(
    (running) => {
      detail.textContent = running.detail;
      document.body.dataset['state'] = 'ready';
      say('');
    },
    (error: Error) => {
      detail.textContent = 'Nothing runs.';
      document.body.dataset['state'] = 'failed';
      say(error.message);
    },
  );
  return starting;
}

choice.addEventListener('change', async () => {
  const before = started;
  const kind = choice.value === 'best' ? undefined : (choice.value as BrowserKind);
  started = start(kind);
  try {
    await started;
    (await before.catch(() => undefined))?.stop();
  } catch (error) {
    // What ran before goes on.
    started = before;
    const running = await before.catch(() => undefined);
    if (running === undefined) return;
    choice.value = 'best';
    detail.textContent = running.detail;
    document.body.dataset['state'] = 'ready';
    say(`${(error as Error).message} What ran before goes on.`);
  }
});

const engine = async (): Promise<Started['engine']> => (await started).engine;
views();
searchView(engine, say);
translateView(engine, say);
