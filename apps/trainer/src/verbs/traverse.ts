import { type Modality, modalities } from '@xm/data';
import { ConfigError, createRng } from '@xm/tensor-ops';
import { Option } from 'commander';
import { times } from '../report/format.ts';
import { assertKnown, madeOf, openVae } from '../translate/openVae.ts';
import { readInputs } from '../translate/readInputs.ts';
import { prepareFolder, writeExamples } from '../translate/writeOutputs.ts';
import { dataHome, wholeNumber } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface TraverseVerb {
  readonly of: Modality;
  readonly run: string;
  readonly input: string;
  readonly out: string;
  readonly latent: string;
  readonly part: 'shared' | 'own';
  readonly from: string;
  readonly until: string;
  readonly steps: string;
  readonly video: 'gif' | 'mp4';
  readonly json?: boolean;
}

export const addTraverse: AddVerb = (program, context) => {
  program
    .command('traverse')
    .description('See what one latent says: inputs made again with that one put to several values.')
    .addOption(
      new Option('--of <modality>', 'of what').choices([...modalities]).makeOptionMandatory(),
    )
    .requiredOption('--run <dir>', 'the folder of a finished run of a variational model')
    .requiredOption('--input <path>', 'as of xm translate')
    .requiredOption(
      '--out <dir>',
      'a new or empty folder; manifest.jsonl says which value is where',
    )
    .requiredOption('--latent <n>', 'which, from 0')
    .addOption(
      new Option('--part <part>', 'of the latents that all share, or of those of its own')
        .choices(['shared', 'own'])
        .default('own'),
    )
    .option('--from <x>', 'the first value', '-2')
    .option('--until <x>', 'the last value', '2')
    .option('--steps <n>', 'how many values', '7')
    .addOption(new Option('--video <form>', 'of videos').choices(['gif', 'mp4']).default('gif'))
    .option('--json', 'print what was written as one JSON line')
    .action((options: TraverseVerb) => traverseVerb(options, context));
};

async function traverseVerb(options: TraverseVerb, context: Context): Promise<void> {
  const { of, part, out, video, json = false } = options;
  const { signal } = context;
  const latent = wholeNumber(options.latent, '--latent');
  const steps = wholeNumber(options.steps, '--steps');
  const [from, until] = [finite(options.from, '--from'), finite(options.until, '--until')];
  const { model, params } = await openVae(options.run, 'traverse');
  assertKnown(model, 'traverse', of);
  const inputs = await readInputs(of, options.input, dataHome(), signal);
  const asked = { latent, part, from, until, steps, signal, rng: createRng(1) };
  await prepareFolder(out);
  const made = await madeOf(
    model,
    of,
    inputs,
    (some) => [some.map(({ example }) => example)],
    ([batch]) => model.vae.traverse(params, of, batch, asked),
    steps,
    context,
  );
  const value = (i: number): number => from + ((until - from) * (i % steps)) / (steps - 1);
  const told = made.map((_, i) => {
    const { name } = inputs[Math.floor(i / steps)];
    return { of: name, part, latent, value: Number(value(i).toPrecision(6)) };
  });
  const files = await writeExamples(out, [of], made, { video, signal }, told);
  const text = `${out}: ${times(files.length, 'file')} of ${times(inputs.length, 'input')}`;
  answer(context, json, { run: options.run, of, part, latent, out, files }, text);
}

function finite(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError(`${name} must be a number, got '${text}'.`);
}
