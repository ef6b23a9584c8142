import { modalities } from '@xm/data';
import { useBackend } from '@xm/tensor-ops';
import { backendsOf } from '../backends.ts';
import { pictureSize } from '../config/pictureSize.ts';
import type { Config, ConfigOf } from '../config/schema.ts';
import { withFolders } from '../config/withFolders.ts';
import { openData } from '../data/openData.ts';
import { openJudgedDigits } from '../data/openDigits.ts';
import type { RunData } from '../data/runData.ts';
import { byName } from '../evaluation/directionFigures.ts';
import { examplesOf } from '../evaluation/examplesOf.ts';
import { judgeTogether } from '../evaluation/judgeTogether.ts';
import { judgeTranslator } from '../evaluation/judgeTranslator.ts';
import { loadModel } from '../model/savedModel.ts';
import { embedHeldOut } from '../run/embedHeldOut.ts';
import { evaluate } from '../run/evaluate.ts';
import { named } from '../run/finish.ts';
import { openRun, type RunFolder } from '../run/runFolder.ts';
import { directionsText } from '../screen/directionsText.ts';
import { recallTable } from '../screen/recallTable.ts';
import { makerOf } from '../translate/makerOf.ts';
import { dataHome } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface EvalOptions {
  run: string;
  written?: string;
  spoken?: string;
  json?: boolean;
}

export const addEval: AddVerb = (program, context) => {
  program
    .command('eval')
    .description("Judge a run's model again on what was held out.")
    .requiredOption('--run <dir>', 'the folder of a run')
    .option('--written <dir>', 'of digits: other pictures, in the files of MNIST')
    .option('--spoken <dir>', 'of digits: other recordings, {digit}_{speaker}_{index}.wav')
    .option('--json', 'print the figures as one JSON line')
    .action(async ({ json = false, ...options }: EvalOptions) => {
      const { run, config: trained } = await openRun(options.run);
      const config = withFolders(trained, options);
      const backend = await useBackend(backendsOf(config.backends));
      if (config.method !== 'embedding') {
        return evalGenerative(run, config, trained.data, backend.name, context, json);
      }
      const { space, params } = await loadModel(run);
      const data = await openHeldOut(config, context.signal);
      const embedded = await embedHeldOut(space, params, data.heldOut, context.signal);
      const recall = await evaluate(embedded, data.names);
      const value = { backend: backend.name, ...named(data, recall) };
      answer(context, json, value, recallTable(recall));
    });
};

async function evalGenerative(
  run: RunFolder,
  config: ConfigOf<'vae' | 'gan'>,
  learnedFrom: Config['data'],
  backend: string,
  context: Context,
  json: boolean,
): Promise<void> {
  const { signal } = context;
  const data = await openHeldOut(config, signal);
  const heldOut = await examplesOf(data.heldOut, data.heldOut.length);
  const maker = await makerOf(run, config.method);
  const { translator, config: made, sampling, together, scoring } = maker;
  const directions = await judgeTranslator(learnedFrom, translator, { heldOut }, context);
  const known = modalities.filter((one) => one in made.vae.channels);
  const agreeing =
    sampling && together
      ? await judgeTogether(learnedFrom, known, { sampling, together }, { heldOut }, context)
      : [];
  const likelihood = await scoring?.(heldOut, signal);
  const besides = {
    ...(agreeing.length > 0 && { together: agreeing }),
    ...(likelihood && { likelihood }),
  };
  const value = { backend, ...byName(directions, data.names), ...besides };
  answer(context, json, value, directionsText(directions, besides));
}

/** What digits are learned from need not be there to judge by others. */
const openHeldOut = async (config: Config, signal: AbortSignal): Promise<RunData> =>
  config.data.source === 'digits'
    ? openJudgedDigits(config.data)
    : openData(config, { size: pictureSize(config), from: dataHome(), signal });
