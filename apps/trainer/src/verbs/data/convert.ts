import { extname } from 'node:path';
import {
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
        `example is lost. ${sources}`,
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
  const data = await openSource(source, context);
  const printer = countPrinter(err, 'examples');
  const options = { onBad, signal, onProgress: printer.show };
  const writing: Promise<WrittenParquet & Partial<WrittenShards>> =
    extname(to) === '.parquet'
      ? writeParquet(data, to, options)
      : writeWebDataset(data, to, { ...options, examplesPerShard: perShard });
  const { examples, bad, shards } = await writing.finally(printer.end);
  const inShards = shards ? ` in ${times(shards.length, 'shard')}` : '';
  const lines = [
    `${to}: ${times(examples, 'example')}${inShards}, ${count(bad.count)} bad left out`,
    ...badLines([source], { bad }),
  ];
  answer(
    context,
    json,
    { source, to, examples, bad, ...(shards ? { shards } : {}) },
    lines.join('\n'),
  );
}
