import type { WorkerOptions } from '@xm/data';
import type { Config } from '../config/schema.ts';
import type { Context } from '../verbs/verb.ts';

/** What dataWorker.ts opens the data with: as `openData`. */
export interface DataWorkerMessage {
  readonly config: Config;
  readonly size: number;
  readonly from: string;
}

/** Threads that load for a run, where there are any to be had. */
export const workersFor = (
  { startDataWorker: start }: Context,
  count: number,
  message: DataWorkerMessage,
): WorkerOptions | undefined => (start && count > 0 ? { count, start, message } : undefined);
