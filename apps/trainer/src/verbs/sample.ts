import { type Modality, modalities } from '@xm/data';
import { ConfigError } from '@xm/tensor-ops';
import { Option } from 'commander';
import { times } from '../report/format.ts';
import { openVae } from '../translate/openVae.ts';
import { sampled } from '../translate/sampled.ts';
import { prepareFolder, writeExamples } from '../translate/writeOutputs.ts';
import { wholeNumber } from './train.ts';
import { temperatureOf } from './translate.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface SampleVerb {
  readonly run: string;
  readonly count: string;
  readonly out: string;
  readonly modalities?: string;
  readonly temperature?: string;
  readonly seed: string;
  readonly video: 'gif' | 'mp4';
  readonly json?: boolean;
}

export const addSample: AddVerb = (program, context) => {
  program
    .command('sample')
    .description(
      'Make examples from nothing, by a finished run of a variational model: each in several modalities that go together.',
    )
    .requiredOption('--run <dir>', 'the folder of a finished run')
    .requiredOption('--count <n>', 'how many examples')
    .requiredOption('--out <dir>', 'a new or empty folder; manifest.jsonl says what goes together')
    .option('--modalities <list>', 'image,text for instance; all that the model knows without it')
    .option('--temperature <x>', 'how freely: 0 gives what is most typical, 1 what is usual')
    .option('--seed <n>', 'of all chance: the same seed makes the same', '1')
    .addOption(new Option('--video <form>', 'of videos').choices(['gif', 'mp4']).default('gif'))
    .option('--json', 'print what was written as one JSON line')
    .action((options: SampleVerb) => sampleVerb(options, context));
};

async function sampleVerb(options: SampleVerb, context: Context): Promise<void> {
  const { out, video, json = false } = options;
  const { signal } = context;
  const count = wholeNumber(options.count, '--count', 1);
  const seed = wholeNumber(options.seed, '--seed');
  const temperature = temperatureOf(options.temperature);
  const { model, params } = await openVae(options.run, 'sample');
  const into = asked(options.modalities, model.modalities);
  await prepareFolder(out);
  const examples = await sampled({ model, params }, into, count, {
    seed,
    signal,
    ...(temperature !== undefined && { temperature }),
  });
  const files = await writeExamples(out, into, examples, { video, signal });
  const said = examples.flatMap(({ text }) => (text === undefined ? [] : [`  ${text}`]));
  const lines = [
    ...said.slice(0, 20),
    `${out}: ${times(files.length, 'file')} of ${times(count, 'example')}`,
  ];
  answer(context, json, { run: options.run, out, modalities: into, files }, lines.join('\n'));
}

/** The modalities of a list, in the model's order. */
function asked(list: string | undefined, known: readonly Modality[]): readonly Modality[] {
  if (list === undefined) return known;
  const names = list.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !known.includes(name as Modality));
  if (wrong === undefined) return modalities.filter((one) => names.includes(one));
  throw new ConfigError(
    `--modalities: this model knows ${known.join(', ')}, got '${wrong}'. Part several with commas.`,
  );
}
