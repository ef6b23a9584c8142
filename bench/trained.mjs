// Runs of `xm train` for the questions that are asked of trained models.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/bootstrap.mjs';

const xm = join(root, 'apps/trainer/bin/xm.mjs');

/**
 * The figures of a run: trained now, gone on with where it was stopped, or read where it is finished.
 *
 * @param run its folder
 * @param {{ preset: string, seed: string, changes: string[], folders?: string[] }} told
 */
export function trained(run, { preset, seed, changes, folders = [] }) {
  const metrics = join(run, 'metrics.json');
  if (!existsSync(metrics)) {
    const start = existsSync(run)
      ? ['--resume', run]
      : [
          ...['--preset', preset, '--seed', seed, '--out', run, ...folders],
          ...changes.flatMap((change) => ['--set', change]),
        ];
    const stdio = ['ignore', 'ignore', 'pipe'];
    execFileSync(process.execPath, [xm, 'train', ...start], { stdio });
  }
  return JSON.parse(readFileSync(metrics, 'utf8'));
}

/** A row of a Markdown table. */
export const row = (cells) => `| ${cells.join(' | ')} |`;
