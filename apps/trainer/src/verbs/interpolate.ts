import { DataError, type Modality, modalities } from '@xm/data';
import { createRng } from '@xm/tensor-ops';
import { Option } from 'commander';
import { times } from '../report/format.ts';
import { assertKnown, madeOf, openVae } from '../translate/openVae.ts';
import { type Input, readInputs } from '../translate/readInputs.ts';
import { prepareFolder, writeExamples } from '../translate/writeOutputs.ts';
import { dataHome, wholeNumber } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface InterpolateVerb {
  readonly of: Modality;
  readonly run: string;
  readonly input: string;
  readonly out: string;
  readonly steps: string;
  readonly video: 'gif' | 'mp4';
  readonly json?: boolean;
}

export const addInterpolate: AddVerb = (program, context) => {
  program
    .command('interpolate')
    .description(
      'See what lies between inputs: each and the next one, their latents mixed in equal steps.',
    )
    .addOption(
      new Option('--of <modality>', 'of what').choices([...modalities]).makeOptionMandatory(),
    )
    .requiredOption('--run <dir>', 'the folder of a finished run of a variational model')
    .requiredOption('--input <path>', 'as of xm translate, at least two')
    .requiredOption('--out <dir>', 'a new or empty folder; manifest.jsonl says what lies where')
    .option('--steps <n>', 'how many of each pair, both ends among them', '7')
    .addOption(new Option('--video <form>', 'of videos').choices(['gif', 'mp4']).default('gif'))
    .option('--json', 'print what was written as one JSON line')
    .action((options: InterpolateVerb) => interpolateVerb(options, context));
};

async function interpolateVerb(options: InterpolateVerb, context: Context): Promise<void> {
  const { of, out, video, json = false } = options;
  const { signal } = context;
  const steps = wholeNumber(options.steps, '--steps');
  const { model, params } = await openVae(options.run, 'interpolate');
  assertKnown(model, 'interpolate', of);
  const pairs = pairsOf(await readInputs(of, options.input, dataHome(), signal), options.input);
  await prepareFolder(out);
  const made = await madeOf(
    model,
    of,
    pairs,
    (some) => [0, 1].map((end) => some.map((pair) => pair[end].example)),
    ([from, until]) =>
      model.vae.interpolate(params, of, [from, until], { steps, signal, rng: createRng(1) }),
    steps,
    context,
  );
  const told = made.map((_, i) => {
    const [from, until] = pairs[Math.floor(i / steps)];
    const at = Number(((i % steps) / (steps - 1)).toPrecision(6));
    return { from: from.name, until: until.name, at };
  });
  const files = await writeExamples(out, [of], made, { video, signal }, told);
  const text = `${out}: ${times(files.length, 'file')} of ${times(pairs.length, 'pair')}`;
  answer(context, json, { run: options.run, of, out, files }, text);
}

function pairsOf(inputs: readonly Input[], path: string): [Input, Input][] {
  if (inputs.length >= 2) return inputs.slice(1).map((input, i) => [inputs[i], input]);
  throw new DataError(
    `interpolate: ${path} must hold at least two inputs, it holds one. Add another.`,
  );
}
