import { conform, disposeParams, loadParams, type Params, saveParams } from '@xm/tensor-ops';
import { readWhole, writeWhole } from '../run/files.ts';
import { type RunFolder, unfinished } from '../run/runFolder.ts';

export const saveParamsOf = async (run: RunFolder, params: Params): Promise<void> =>
  writeWhole(run.modelParams, await saveParams(params));

/**
 * @param template what there must be; it is freed
 * @throws DataError when the file is missing, damaged, or belongs to another model.
 */
export async function loadParamsOf(run: RunFolder, template: Params): Promise<Params> {
  const bytes = await readWhole(run.modelParams, unfinished(run));
  const params = conform(loadParams(bytes, run.modelParams).params, template, run.modelParams);
  disposeParams(template);
  return params;
}
