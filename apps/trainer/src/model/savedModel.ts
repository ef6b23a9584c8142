import { type JointSpace, type JointSpaceConfig, jointSpaceFrom } from '@xm/embedding';
import { createRng, type Params } from '@xm/tensor-ops';
import { readJson, writeWhole } from '../run/files.ts';
import { type RunFolder, unfinished } from '../run/runFolder.ts';
import { loadParamsOf, saveParamsOf } from './savedParams.ts';

export async function saveModel(run: RunFolder, space: JointSpace, params: Params): Promise<void> {
  await writeWhole(run.modelConfig, `${JSON.stringify(space.config, null, 2)}\n`);
  await saveParamsOf(run, params);
}

/** @throws DataError when a file is missing, damaged, or does not belong to the other. */
export async function loadModel(run: RunFolder): Promise<{ space: JointSpace; params: Params }> {
  const config = (await readJson(run.modelConfig, unfinished(run))) as JointSpaceConfig;
  const space = jointSpaceFrom(config);
  return { space, params: await loadParamsOf(run, space.init(createRng(0))) };
}
