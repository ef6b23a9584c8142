import { createRng, type Params } from '@xm/tensor-ops';
import { type VaeModel, type VaeModelConfig, vaeModel } from '@xm/vae';
import { loadParamsOf, saveParamsOf } from '../model/savedParams.ts';
import { readJson, writeWhole } from '../run/files.ts';
import { type RunFolder, unfinished } from '../run/runFolder.ts';

export async function saveVae(run: RunFolder, model: VaeModel, params: Params): Promise<void> {
  await writeWhole(run.modelConfig, `${JSON.stringify(model.config, null, 2)}\n`);
  await saveParamsOf(run, params);
}

/** @throws DataError when a file is missing, damaged, or does not belong to the other. */
export async function loadVae(run: RunFolder): Promise<{ model: VaeModel; params: Params }> {
  const config = (await readJson(run.modelConfig, unfinished(run))) as VaeModelConfig;
  const model = vaeModel(config);
  const params = await loadParamsOf(run, model.init(createRng(0)));
  return { model, params };
}
