import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, type Dataset, inspect, type Level, shapes } from '@xm/data';
import { digits, emoji, folder, manifest } from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import { Option } from 'commander';
import { writeWhole } from '../run/files.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { inspectionText } from '../screen/inspectionText.ts';
import { contactSheet } from '../sheet/contactSheet.ts';
import { dataHome } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

export const addData: AddVerb = (program, context) => {
  program
    .command('data')
    .description('Look at data before anything learns from it.')
    .command('inspect <sources...>')
    .description(
      'Read every example and say what is there. A source is a manifest (.csv, .tsv, .jsonl), a folder, shapes:1 ' +
        'to shapes:5, emoji, or digits:DIR with the folders written and spoken. Of several sources, such as what ' +
        'is trained on and what is tested with, it also says what is in more than one.',
    )
    .addOption(
      new Option('--on-bad <what>', 'stop at a bad example, or list it and go on')
        .choices(['throw', 'skip'])
        .default('throw'),
    )
    .option('--sheet <file>', 'write a contact sheet: one HTML file to look at and listen to')
    .option('--json', 'print the figures as one JSON line')
    .action((sources: string[], options: InspectVerb) => inspectVerb(sources, options, context));
};

interface InspectVerb {
  readonly onBad: 'throw' | 'skip';
  readonly sheet?: string;
  readonly json?: boolean;
}

async function inspectVerb(
  sources: readonly string[],
  { onBad, sheet, json = false }: InspectVerb,
  context: Context,
): Promise<void> {
  const { signal, err } = context;
  const splits: Record<string, Dataset> = {};
  for (const source of sources) splits[source] = await openSource(source, signal);
  const data = sources.length === 1 ? splits[sources[0]] : splits;
  const printer = countPrinter(err, 'examples');
  const found = await inspect(data, { onBad, signal, onProgress: printer.show }).finally(
    printer.end,
  );
  if (sheet !== undefined) {
    await writeWhole(sheet, await contactSheet({ datasets: splits, found, signal }));
  }
  const source = sources.length === 1 ? sources[0] : sources;
  const seen = sheet === undefined ? '' : `\n\nContact sheet: ${sheet}`;
  answer(context, json, { source, ...found }, inspectionText(sources, found) + seen);
}

/** How many of the endless shapes are looked at. */
const shapesShown = 1000;

async function openSource(source: string, signal: AbortSignal): Promise<Dataset> {
  const [name, rest] = source.split(/:(.*)/s);
  if (name === 'shapes') {
    const level = Number(rest);
    if (![1, 2, 3, 4, 5].includes(level)) {
      throw new ConfigError(
        `data: shapes must have a level of 1 to 5, as in shapes:3, got '${source}'.`,
      );
    }
    return shapes({ level: level as Level, seed: 1, size: 64, count: shapesShown, split: 'train' });
  }
  if (source === 'emoji') {
    const artists = { trainArtists: ['google', 'openmoji'], heldOutArtist: 'twitter' } as const;
    return (await emoji({ ...artists, from: dataHome(), signal })).train;
  }
  if (name === 'digits') {
    if (!rest)
      throw new DataError('data: name the folder of the digits, as in digits:path/to/digits.');
    return (await digits({ written: join(rest, 'written'), spoken: join(rest, 'spoken') })).train;
  }
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return (isFolder ? folder : manifest)(source, { from: dataHome() });
}
