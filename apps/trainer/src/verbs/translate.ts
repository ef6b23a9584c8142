import { type Modality, modalities, type Translator } from '@xm/data';
import { ConfigError } from '@xm/tensor-ops';
import { InvalidArgumentError, Option } from 'commander';
import { times } from '../report/format.ts';
import { openTranslator } from '../translate/openTranslator.ts';
import { readInputs } from '../translate/readInputs.ts';
import { prepareFolder, writeOutputs } from '../translate/writeOutputs.ts';
import { dataHome, wholeNumber } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface TranslateVerb {
  readonly from: Modality;
  readonly to: readonly Modality[];
  readonly run: string;
  readonly input: string;
  readonly out: string;
  readonly samples: string;
  readonly temperature?: string;
  readonly seed: string;
  readonly video: 'gif' | 'mp4';
  readonly json?: boolean;
}

export const addTranslate: AddVerb = (program, context) => {
  program
    .command('translate')
    .description(
      'Turn words, pictures, speech or videos into one another, by a finished run: a joint space finds, ' +
        'a generative model makes.',
    )
    .addOption(
      new Option('--from <modality>', 'what there is')
        .choices([...modalities])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--to <list>',
        'what it is to become: image, or several that go together, image,speech',
      )
        .argParser(targetsOf)
        .makeOptionMandatory(),
    )
    .requiredOption('--run <dir>', 'the folder of a finished run')
    .requiredOption(
      '--input <path>',
      'captions, one a line or as {"caption": …} in a .jsonl file; or a picture, sound or video, or a folder of them',
    )
    .requiredOption('--out <dir>', 'a new or empty folder; manifest.jsonl says what became of what')
    .option('--samples <n>', 'how many of each input', '1')
    .option('--temperature <x>', 'how freely: 0 gives what is most typical, 1 what is usual')
    .option('--seed <n>', 'of all chance: the same seed makes the same', '1')
    .addOption(new Option('--video <form>', 'of videos').choices(['gif', 'mp4']).default('gif'))
    .option('--json', 'print what was written as one JSON line')
    .action((options: TranslateVerb) => translateVerb(options, context));
};

async function translateVerb(options: TranslateVerb, context: Context): Promise<void> {
  const { from, to, run, input, out, video, json = false } = options;
  const { signal, err } = context;
  const samples = wholeNumber(options.samples, '--samples', 1);
  const seed = wholeNumber(options.seed, '--seed');
  const temperature = temperatureOf(options.temperature);
  const told = { samples, seed, signal, ...(temperature !== undefined && { temperature }) };
  const tell = (line: string): void => void err.write(`${line}\n`);
  const translator = await openTranslator(run, dataHome(), signal, tell);
  for (const one of to) assertDirection(translator, run, from, one);
  if (to.length > 1 && translator.together === undefined) {
    throw new ConfigError(
      `--to: only a variational model makes several that go together, got ${to.join(', ')}. Name one of them.`,
    );
  }
  const inputs = await readInputs(from, input, dataHome(), signal);
  await prepareFolder(out);
  const examples = inputs.map(({ example }) => example);
  const outputs =
    translator.together && to.length > 1
      ? await translator.together(from, to, examples, told)
      : await translator.translate(from, to[0], examples, told);
  const files = await writeOutputs(out, [from, to], inputs, outputs, { video, signal });
  const said = to.includes('text') ? outputs.flat().map(({ text = '' }) => `  ${text}`) : [];
  const lines = [
    ...said.slice(0, 20),
    `${out}: ${times(files.length, 'file')} of ${times(inputs.length, 'input')}`,
  ];
  answer(context, json, { run, from, to: to.join(','), out, files }, lines.join('\n'));
}

function assertDirection(
  { directions }: Translator,
  run: string,
  from: Modality,
  to: Modality,
): void {
  if (directions.some((one) => one.from === from && one.to === to)) return;
  const can = directions.map((one) => `${one.from} to ${one.to}`).join(', ');
  throw new ConfigError(`translate: ${run} can do ${can || 'nothing'}, got ${from} to ${to}.`);
}

function targetsOf(list: string): readonly Modality[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  const wrong = names.find((name) => !modalities.includes(name as Modality));
  if (wrong === undefined) return names as Modality[];
  throw new InvalidArgumentError(`Allowed choices are ${modalities.join(', ')}.`);
}

export function temperatureOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 10) return value;
  throw new ConfigError(`--temperature must be a number from 0 to 10, got '${text}'.`);
}
