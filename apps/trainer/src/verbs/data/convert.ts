import { extname, join } from 'node:path';
import type { Dataset } from '@xm/data';
import {
  type ShardOptions,
  type WrittenParquet,
  type WrittenShards,
  writeParquet,
  writeWebDataset,
} from '@xm/data/node';
import { count, times } from '../../report/format.ts';
import { badLines } from '../../screen/badLines.ts';
import { countPrinter } from '../../screen/countPrinter.ts';
import { wholeNumber } from '../train.ts';
import { type AddVerb, answer, type Context } from '../verb.ts';
import { onBadOption } from './onBadOption.ts';
import { openSource, sources } from './openSource.ts';

export const addConvert: AddVerb = (data, context) => {
  data
    .command('convert <source> <to>')
    .description(
      'Write data as shards into an empty folder, or as a Parquet file when <to> ends in .parquet. Nothing of an ' +
        `example is lost. Several splits go into folders, or files, of their own. ${sources}`,
    )
    .addOption(onBadOption())
    .option('--examples-per-shard <n>', 'begin a new shard after so many', '10000')
    .option('--json', 'print what was written as one JSON line')
    .action((source: string, to: string, options: ConvertVerb) =>
      convertVerb(source, to, options, context),
    );
};

interface ConvertVerb {
  readonly onBad: 'throw' | 'skip';
  readonly examplesPerShard: string;
  readonly json?: boolean;
}

async function convertVerb(
  source: string,
  to: string,
  { onBad, examplesPerShard, json = false }: ConvertVerb,
  context: Context,
): Promise<void> {
  const { signal, err } = context;
  const perShard = wholeNumber(examplesPerShard, '--examples-per-shard');
  const splits = Object.entries(await openSource(source, context));
  const printer = countPrinter(err, 'examples');
  const options = { onBad, signal, onProgress: printer.show, examplesPerShard: perShard };
  const written: Written[] = [];
  for (const [split, data] of splits) {
    const place = splits.length === 1 ? to : placeOf(to, split);
    const { examples, bad, shards } = await write(data, place, options).finally(printer.end);
    written.push({ to: place, examples, bad, ...(shards ? { shards } : {}) });
  }
  const lines = written.flatMap(({ to: place, examples, bad, shards }) => [
    `${place}: ${times(examples, 'example')}${shards ? ` in ${times(shards.length, 'shard')}` : ''}, ` +
      `${count(bad.count)} bad left out`,
    ...badLines([source], { bad }),
  ]);
  const answered = written.length === 1 ? { source, ...written[0] } : { source, splits: written };
  answer(context, json, answered, lines.join('\n'));
}

type Written = WrittenParquet & Partial<WrittenShards> & { readonly to: string };

/** Several splits go into folders of their own, or files: `out/train`, `out-train.parquet`. */
const placeOf = (to: string, split: string): string =>
  isParquet(to) ? to.replace(/\.parquet$/, `-${split}.parquet`) : join(to, split);

const isParquet = (path: string): boolean => extname(path) === '.parquet';

const write = (
  data: Dataset,
  to: string,
  options: ShardOptions,
): Promise<WrittenParquet & Partial<WrittenShards>> =>
  isParquet(to) ? writeParquet(data, to, options) : writeWebDataset(data, to, options);
