import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, type Dataset, type Inspection, inspect, type Level, shapes } from '@xm/data';
import { digits, emoji, folder, manifest } from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import { Option } from 'commander';
import { inspectionText } from '../screen/inspectionText.ts';
import { dataHome } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

export const addData: AddVerb = (program, context) => {
  program
    .command('data')
    .description('Look at data before anything learns from it.')
    .command('inspect <source>')
    .description(
      'Read every example and say what is there. A source is a manifest (.csv, .tsv, .jsonl), a folder, shapes:1 ' +
        'to shapes:5, emoji, or digits:DIR with the folders written and spoken.',
    )
    .addOption(
      new Option('--on-bad <what>', 'stop at a bad example, or list it and go on')
        .choices(['throw', 'skip'])
        .default('throw'),
    )
    .option('--json', 'print the figures as one JSON line')
    .action(async (source: string, options: { onBad: 'throw' | 'skip'; json?: boolean }) => {
      const data = await openSource(source, context.signal);
      const { onBad, json = false } = options;
      const found: Inspection = await inspect(data, { onBad, signal: context.signal });
      answer(context, json, { source, ...found }, inspectionText(source, found));
    });
};

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
