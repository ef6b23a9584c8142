import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '@xm/tensor-ops';
import type { Config } from '../config/schema.ts';
import { readWhole, writeWhole } from './files.ts';
import { openRun, type RunFolder } from './runFolder.ts';

/**
 * The run whose variational model another one may begin with.
 *
 * @throws ConfigError when the run is of another method, or the other's model is another one, or learned from other data;
 *   DataError when there is no such run.
 */
export async function runToBeginFrom(path: string, config: Config): Promise<RunFolder> {
  const { run, config: its } = await openRun(path);
  if (config.method !== 'gan') {
    throw new ConfigError(
      `--from: only a run by 'gan' begins from another, this is one by '${config.method}'. Leave it out.`,
    );
  }
  if (its.method === 'embedding') {
    throw new ConfigError(
      `--from: ${path} must have a variational model, it is a run by 'embedding'.`,
    );
  }
  const { latents: _, ...parts } = config.model;
  const differing = [
    ...Object.keys(parts).map((name) => `model.${name}`),
    'data',
    'seed',
    'augmentation',
  ].find((name) => !isDeepStrictEqual(valueAt(config, name), valueAt(its, name)));
  if (differing !== undefined) {
    throw new ConfigError(
      `--from: config.${differing} must be that of ${path}, and is another. Take the same model, data and seed.`,
    );
  }
  return run;
}

/**
 * Gives a new run the state that another one's model has come to, and its log: it goes on from there.
 *
 * @throws DataError when the other has saved none.
 */
export async function beginFrom(other: RunFolder, run: RunFolder): Promise<void> {
  for (const file of ['state', 'log'] as const) {
    const remedy = `It is what '--from ${other.path}' begins with: name a run that has it.`;
    await writeWhole(run[file], await readWhole(other[file], remedy));
  }
}

const valueAt = (value: object, name: string): unknown =>
  name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], value);
