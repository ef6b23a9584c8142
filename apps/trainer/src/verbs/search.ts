import { DataError, type Example, type Modality, modalities } from '@xm/data';
import { readPicture } from '@xm/data/node';
import { embed } from '@xm/embedding';
import { ConfigError, dispose, type Tensor, useBackend } from '@xm/tensor-ops';
import { backendsOf } from '../backends.ts';
import { loadModel } from '../model/savedModel.ts';
import { openRun } from '../run/runFolder.ts';
import { loadIndex, type SearchResult, searchOne } from '../run/searchIndex.ts';
import { dataHome, wholeNumber } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

interface SearchOptions {
  run: string;
  image?: string;
  among?: string;
  k: string;
  json?: boolean;
}

/** What can be found, by its plain name. */
const kinds: Record<Modality, string> = {
  image: 'pictures',
  text: 'words',
  speech: 'sounds',
  video: 'videos',
};
const among = Object.values(kinds)
  .map((kind) => `'${kind}'`)
  .join(', ');

export const addSearch: AddVerb = (program, context) => {
  program
    .command('search')
    .description('Search pictures by words, or words by a picture.')
    .argument('[words]', 'what to look for, such as "red fruit"')
    .requiredOption('--run <dir>', 'the folder of a finished run')
    .option('--image <file>', 'search by this picture (PNG; other formats with sharp) instead')
    .option('--among <what>', `${among}; by default words, or pictures when words are given`)
    .option('-k <n>', 'how many results', '10')
    .option('--json', 'print {"query", "results"} as one JSON line')
    .action(async (words: string | undefined, options: SearchOptions) => {
      const found = await search(words, options);
      const lines = found.results.map(
        ({ id, label, score }, i) =>
          `${String(i + 1).padStart(3)}  ${score.toFixed(3).padStart(6)}  ${label}  (${id})`,
      );
      answer(context, options.json ?? false, found, lines.join('\n'));
    });
};

/** @throws ConfigError for a query that is empty or double; DataError for a bad run or picture. */
export async function search(
  words: string | undefined,
  options: SearchOptions,
): Promise<{ query: string; results: SearchResult[] }> {
  const k = wholeNumber(options.k, '-k');
  const query = queryOf(words, options.image);
  const to = amongOf(options.among, options.image === undefined ? 'image' : 'text');
  const { run, config } = await openRun(options.run);
  if (config.method !== 'embedding') {
    throw new ConfigError(
      `search: ${run.path} must be a joint space, its method is '${config.method}'. Use xm translate.`,
    );
  }
  const example: Example =
    options.image === undefined
      ? { id: 'query', text: query }
      : { id: 'query', image: await readPicture(options.image, { from: dataHome() }) };
  await useBackend(backendsOf(config.backends));
  const { space, params } = await loadModel(run);
  const tokens = example.text === undefined ? undefined : space.towers.text?.collate([example]);
  if (tokens) await assertKnownWords(tokens, query);
  const index = (await loadIndex(run))[to];
  if (index === undefined) {
    throw new DataError(
      `--among: ${run.path} has no ${kinds[to]} to search. It knows ${Object.keys(space.towers).join(', ')}.`,
    );
  }
  const modality = example.text === undefined ? 'image' : 'text';
  const { values } = await embed(space, params, modality, [example]);
  return { query, results: await searchOne(index, values, k) };
}

function queryOf(words: string | undefined, image: string | undefined): string {
  if (words !== undefined && image !== undefined) {
    throw new ConfigError('search: give words or --image, got both.');
  }
  const query = image ?? words?.trim() ?? '';
  if (query === '') {
    throw new ConfigError(
      'search: the query is empty. Say what to look for: xm search "red fruit" …',
    );
  }
  return query;
}

function amongOf(given: string | undefined, otherwise: Modality): Modality {
  if (given === undefined) return otherwise;
  const found = modalities.find((modality) => kinds[modality] === given);
  if (found !== undefined) return found;
  throw new ConfigError(`--among must be one of ${among}, got '${given}'.`);
}

/** A query of which the model knows no word would find the same things as any other such query. */
async function assertKnownWords(
  tokens: { ids: Tensor; mask: Tensor },
  query: string,
): Promise<void> {
  const ids = await tokens.ids.data();
  dispose([tokens.ids, tokens.mask]);
  if (!Array.from(ids).some((id) => id > 1)) {
    throw new DataError(`search: the model knows no word of '${query}'. Try others.`);
  }
}
