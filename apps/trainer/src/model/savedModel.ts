import { DataError } from '@xm/data';
import { type JointSpace, type JointSpaceConfig, jointSpaceFrom } from '@xm/embedding';
import {
  conform,
  createRng,
  disposeParams,
  loadParams,
  type Params,
  saveParams,
} from '@xm/tensor-ops';
import { readIfThere, readJson, writeWhole } from '../run/files.ts';
import type { RunFolder } from '../run/runFolder.ts';

export async function saveModel(run: RunFolder, space: JointSpace, params: Params): Promise<void> {
  await writeWhole(run.modelConfig, `${JSON.stringify(space.config, null, 2)}\n`);
  await writeWhole(run.modelParams, await saveParams(params));
}

/** @throws DataError when a file is missing, damaged, or does not belong to the other. */
export async function loadModel(run: RunFolder): Promise<{ space: JointSpace; params: Params }> {
  const unfinished = `The run may not be finished: 'xm train --resume ${run.path}' goes on with it.`;
  const space = jointSpaceFrom((await readJson(run.modelConfig, unfinished)) as JointSpaceConfig);
  const bytes = await readIfThere(run.modelParams);
  if (bytes === undefined) {
    throw new DataError(`${run.modelParams}: there is no such file. ${unfinished}`);
  }
  const template = space.init(createRng(0));
  const params = conform(loadParams(bytes, run.modelParams).params, template, run.modelParams);
  disposeParams(template);
  return { space, params };
}
