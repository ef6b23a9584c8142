import { useBackend } from '@xm/tensor-ops';
import { backendsOf } from '../backends.ts';
import { openData } from '../data/openData.ts';
import { pictureSize } from '../model/buildSpace.ts';
import { loadModel } from '../model/savedModel.ts';
import { embedHeldOut, evaluate } from '../run/evaluate.ts';
import { openRun } from '../run/runFolder.ts';
import { recallTable } from '../screen/summaryText.ts';
import { dataHome } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

export const addEval: AddVerb = (program, context) => {
  program
    .command('eval')
    .description("Judge a run's model again on what was held out.")
    .requiredOption('--run <dir>', 'the folder of a run')
    .option('--json', 'print the figures as one JSON line')
    .action(async (options: { run: string; json?: boolean }) => {
      const { run, config } = await openRun(options.run);
      const backend = await useBackend(backendsOf(config.backends));
      const { space, params } = await loadModel(run);
      const data = await openData(config, pictureSize(config), dataHome(), context.signal);
      const embedded = await embedHeldOut(space, params, data.heldOut, context.signal);
      const { imageToText, textToImage } = await evaluate(embedded);
      const value = { backend: backend.name, [data.heldOutName]: { imageToText, textToImage } };
      answer(context, options.json ?? false, value, recallTable(imageToText, textToImage));
    });
};
