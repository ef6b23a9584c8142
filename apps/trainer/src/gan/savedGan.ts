import { createRng, type Params } from '@xm/tensor-ops';
import { loadParamsOf, saveParamsOf } from '../model/savedParams.ts';
import { readJson, writeWhole } from '../run/files.ts';
import { type RunFolder, unfinished } from '../run/runFolder.ts';
import { type GanModel, type GanModelConfig, ganModel } from './ganModel.ts';

export async function saveGan(run: RunFolder, model: GanModel, params: Params): Promise<void> {
  await writeWhole(run.modelConfig, `${JSON.stringify(model.config, null, 2)}\n`);
  await saveParamsOf(run, params);
}

/** @throws DataError when a file is missing, damaged, or does not belong to the other. */
export async function loadGan(run: RunFolder): Promise<{ model: GanModel; params: Params }> {
  const model = ganModel((await readJson(run.modelConfig, unfinished(run))) as GanModelConfig);
  return { model, params: await loadParamsOf(run, model.init(createRng(0))) };
}
