import { ConfigError } from '@xm/tensor-ops';
import type { ComparedRun } from './comparedRun.ts';

/** @throws ConfigError naming two runs and the first thing that differs in their data. */
export function assertSameData(runs: readonly Pick<ComparedRun, 'path' | 'data'>[]): void {
  const [first, ...others] = runs;
  for (const { path, data } of others) {
    const [one, two] = [first.data, data].map((some) => new Map(Object.entries(some)));
    const name = [...new Set([...one.keys(), ...two.keys()])].find(
      (field) => shown(one.get(field)) !== shown(two.get(field)),
    );
    if (name === undefined) continue;
    throw new ConfigError(
      `compare: runs must be of the same data; data.${name} is ${shown(one.get(name))} in ${first.path} ` +
        `and ${shown(two.get(name))} in ${path}. Compare them apart.`,
    );
  }
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'not set';
