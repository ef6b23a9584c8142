import { type Modality, modalities } from '@xm/data';
import { ConfigError } from '@xm/tensor-ops';
import { Option } from 'commander';
import { times } from '../report/format.ts';
import { openTranslator } from '../translate/openTranslator.ts';
import { readInputs } from '../translate/readInputs.ts';
import { prepareFolder, writeOutputs } from '../translate/writeOutputs.ts';
import { dataHome, wholeNumber } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface TranslateVerb {
  readonly from: Modality;
  readonly to: Modality;
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
  const modality = (flag: string, about: string): Option =>
    new Option(`${flag} <modality>`, about).choices([...modalities]).makeOptionMandatory();
  program
    .command('translate')
    .description(
      'Turn words, pictures, speech or videos into one another, by a finished run: a joint space finds, ' +
        'a generative model makes.',
    )
    .addOption(modality('--from', 'what there is'))
    .addOption(modality('--to', 'what it is to become'))
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
  const samples = wholeNumber(options.samples, '--samples');
  const seed = wholeNumber(options.seed, '--seed');
  const temperature = temperatureOf(options.temperature);
  const translator = await openTranslator(
    run,
    dataHome(),
    signal,
    (line) => void err.write(`${line}\n`),
  );
  if (!translator.directions.some((one) => one.from === from && one.to === to)) {
    const can = translator.directions.map((one) => `${one.from} to ${one.to}`).join(', ');
    throw new ConfigError(`translate: ${run} can do ${can || 'nothing'}, got ${from} to ${to}.`);
  }
  const inputs = await readInputs(from, input, dataHome(), signal);
  await prepareFolder(out);
  const outputs = await translator.translate(
    from,
    to,
    inputs.map(({ example }) => example),
    { samples, seed, signal, ...(temperature !== undefined && { temperature }) },
  );
  const files = await writeOutputs(out, [from, to], inputs, outputs, { video, signal });
  const said = to === 'text' ? outputs.flat().map(({ text = '' }) => `  ${text}`) : [];
  const lines = [
    ...said.slice(0, 20),
    `${out}: ${times(files.length, 'file')} of ${times(inputs.length, 'input')}`,
  ];
  answer(context, json, { run, from, to, out, files }, lines.join('\n'));
}

export function temperatureOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 10) return value;
  throw new ConfigError(`--temperature must be a number from 0 to 10, got '${text}'.`);
}
