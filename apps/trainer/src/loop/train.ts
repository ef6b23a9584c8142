import { setImmediate } from 'node:timers/promises';
import { batches, type WorkerOptions } from '@xm/data';
import {
  dispose,
  disposeParams,
  disposeState,
  initialState,
  type Params,
  type Scalar,
  trainStep,
} from '@xm/tensor-ops';
import type { Config } from '../config/schema.ts';
import { augmenter } from '../data/augmenter.ts';
import type { RunData } from '../data/runData.ts';
import { type Checkpoint, loadCheckpoint, runStreams, saveCheckpoint } from '../run/checkpoint.ts';
import { appendLog, type LogLine, rewindLog } from '../run/log.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { Diverged, Interrupted } from './interrupted.ts';
import type { Learner } from './learner.ts';

export interface Progress extends LogLine {
  readonly steps: number;
  readonly secondsLeft: number;
}

export interface Trained {
  readonly params: Params;
  readonly seconds: number;
}

/**
 * Trains to the last step, from the last saved state if there is one. The state is saved every
 * `checkpointEvery` steps, at the end, and when `signal` aborts.
 *
 * @throws Interrupted when `signal` aborted, after saving; Diverged when the loss is not a number.
 */
export async function train<Batch>(
  run: RunFolder,
  config: Config,
  learner: Learner<Batch>,
  data: RunData,
  options: {
    signal: AbortSignal;
    onProgress: (progress: Progress) => void;
    /** Threads that read and change the examples. On this thread without them. */
    workers?: WorkerOptions | undefined;
  },
): Promise<Trained> {
  const { training, seed } = config;
  const { optimizer } = learner;
  const step = trainStep(learner.objective, optimizer);
  const streams = runStreams(seed);
  const fresh: Checkpoint = {
    state: initialState(learner.init(streams.init), optimizer, streams.train),
    cursor: { epoch: 0, position: 0 },
    seconds: 0,
  };
  const saved = await loadCheckpoint(run.state, fresh);
  let { state, seconds } = saved;
  if (state !== fresh.state) disposeState(fresh.state);
  await rewindLog(run.log, state.step);

  const stream = batches(data.train, {
    size: training.batch,
    seed,
    cursor: saved.cursor,
    ...(options.workers
      ? { workers: options.workers }
      : { transform: augmenter(config.augmentation) }),
  });
  let unwritten: LogLine[] = [];
  let start = performance.now();

  for await (const { examples, cursor } of stream) {
    if (state.step >= training.steps) break;
    const waited = performance.now() - start;

    const batch = learner.collate(examples, state.step);
    const next = step(state, batch);
    dispose(batch as never);
    disposeState(state);
    state = next.state;
    // Read after the step, outside of it: a step itself never looks at its numbers.
    const { loss, ...terms } = await numbersOf(next.terms);
    dispose(next.terms);
    if (!Number.isFinite(loss)) throw new Diverged(state.step, loss);

    const took = performance.now() - start;
    seconds += took / 1000;
    const line: LogLine = {
      step: state.step,
      loss,
      terms,
      examplesPerSecond: (1000 * training.batch) / took,
      dataWait: waited / took,
    };
    unwritten.push(line);
    options.onProgress({
      ...line,
      steps: training.steps,
      secondsLeft: (seconds / state.step) * (training.steps - state.step),
    });

    // Data in memory and numbers on the heap come without waiting: signals need a turn of their own.
    await setImmediate();
    const stopping = options.signal.aborted;
    if (stopping || state.step % training.checkpointEvery === 0 || state.step === training.steps) {
      // The log first: lines beyond the saved state are forgotten on resuming, missing ones are lost.
      await appendLog(run.log, unwritten);
      unwritten = [];
      await saveCheckpoint(run.state, { state, cursor, seconds });
    }
    if (stopping && state.step < training.steps) throw new Interrupted(run.path, state.step);
    start = performance.now();
  }
  const { params } = state;
  disposeParams(state.optimizer);
  return { params, seconds };
}

async function numbersOf(
  scalars: Readonly<Record<string, Scalar>>,
): Promise<Record<string, number> & { readonly loss: number }> {
  const all = Object.entries(scalars).map(
    async ([name, scalar]) => [name, (await scalar.data())[0]] as const,
  );
  return Object.fromEntries(await Promise.all(all)) as Record<string, number> & { loss: number };
}
