import type { DataWorker } from '@xm/data';
import type { Command } from 'commander';

/** What every verb is given besides its options. */
export interface Context {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly out: NodeJS.WriteStream;
  /** Progress and remarks go here, so that `--json` alone stands on `out`. */
  readonly err: NodeJS.WriteStream;
  /** Starts a thread that loads data. */
  readonly startDataWorker?: () => DataWorker;
}

/** Adds one verb to the program. */
export type AddVerb = (program: Command, context: Context) => void;

/** One line for programs, or text for people. */
export const answer = (context: Context, json: boolean, value: unknown, text: string): void => {
  context.out.write(`${json ? JSON.stringify(value) : text}\n`);
};
