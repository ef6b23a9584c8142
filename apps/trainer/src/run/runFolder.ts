import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@xm/data';
import { ConfigError } from '@xm/tensor-ops';
import { parseConfig } from '../config/parseConfig.ts';
import type { Config } from '../config/schema.ts';
import { readJson, writeWhole } from './files.ts';

/** Where the parts of a run lie. */
export interface RunFolder {
  readonly path: string;
  /** The configuration of the run, written before anything else. */
  readonly config: string;
  /** The last saved state, while the run is not finished. */
  readonly state: string;
  /** One JSON line for each step. */
  readonly log: string;
  /** Written last: a run that has it is finished. */
  readonly metrics: string;
  readonly report: string;
  /** What the finished run showed: tables and searches, for `xm show`. */
  readonly summary: string;
  readonly modelParams: string;
  readonly modelConfig: string;
  readonly index: string;
}

export const runFolder = (path: string): RunFolder => ({
  path,
  config: join(path, 'config.json'),
  state: join(path, 'state.safetensors'),
  log: join(path, 'log.jsonl'),
  metrics: join(path, 'metrics.json'),
  report: join(path, 'report.html'),
  summary: join(path, 'summary.json'),
  modelParams: join(path, 'model', 'model.safetensors'),
  modelConfig: join(path, 'model', 'config.json'),
  index: join(path, 'model', 'index.safetensors'),
});

/** Where a run, or one phase of it, keeps its state and its log. */
export type Phase = Pick<RunFolder, 'path' | 'state' | 'log'>;

/** The place of a later phase: beside those of the first. */
export const phaseOf = ({ path }: RunFolder, name: string): Phase => ({
  path,
  state: join(path, `${name}.safetensors`),
  log: join(path, `${name}.jsonl`),
});

/** @throws ConfigError when the folder holds anything: a run is never overwritten. */
export async function createRun(path: string, config: Config): Promise<RunFolder> {
  if (existsSync(path) && (await readdir(path)).length > 0) {
    throw new ConfigError(
      `--out: ${path} is there already and is not overwritten. ` +
        `Choose another folder, go on with 'xm train --resume ${path}', or remove it.`,
    );
  }
  await mkdir(join(path, 'model'), { recursive: true });
  const run = runFolder(path);
  await writeWhole(run.config, `${JSON.stringify(config, null, 2)}\n`);
  return run;
}

/** Removes the folder of a run that was refused before its first step, whose config is all that it holds. */
export async function removeUnbegun({ path }: RunFolder): Promise<void> {
  const held = await readdir(path, { recursive: true });
  if (held.every((name) => name === 'config.json' || name === 'model')) {
    await rm(path, { recursive: true });
  }
}

/** @throws DataError when there is no run. */
export async function openRun(path: string): Promise<{ run: RunFolder; config: Config }> {
  if (!existsSync(path)) {
    throw new DataError(
      `${path}: there is no such run folder. 'xm train --out ${path}' makes one.`,
    );
  }
  const run = runFolder(path);
  const remedy = `'xm train --out DIR' writes a run folder; is this one?`;
  return { run, config: parseConfig(await readJson(run.config, remedy), run.config) };
}

/** What to do about a file that a finished run would have. */
export const unfinished = ({ path }: RunFolder): string =>
  `The run may not be finished: 'xm train --resume ${path}' goes on with it.`;

export const isFinished = (run: RunFolder): boolean => existsSync(run.metrics);
