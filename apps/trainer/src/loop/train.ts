import { setImmediate } from 'node:timers/promises';
import { batches, type WorkerOptions } from '@xm/data';
import { dispose, disposeState, type Scalar, type TrainState } from '@xm/tensor-ops';
import type { Config } from '../config/schema.ts';
import { augmenter } from '../data/augmenter.ts';
import type { RunData } from '../data/runData.ts';
import { type Checkpoint, loadCheckpoint, runStreams, saveCheckpoint } from '../run/checkpoint.ts';
import { appendLog, type LogLine, rewindLog } from '../run/log.ts';
import type { Phase } from '../run/runFolder.ts';
import { Diverged, DivergedRun, Interrupted } from './interrupted.ts';
import type { Learner } from './learner.ts';

export interface Progress extends LogLine {
  readonly steps: number;
  readonly secondsLeft: number;
}

export interface Trained {
  /** The caller's to free. */
  readonly state: TrainState;
  readonly seconds: number;
}

/** What the loop is told of a run, or of one phase of it. */
export interface Course extends Pick<Config, 'seed' | 'augmentation'> {
  readonly training: {
    readonly steps: number;
    readonly batch: number;
    readonly checkpointEvery: number;
  };
}

/** Trains, as the command was told to: `train` with the run's data, and progress shown. */
export type Learn = <Batch>(
  learner: Learner<Batch>,
  course: Course,
  phase?: Phase,
) => Promise<Trained>;

/**
 * Trains to the last step, from the last saved state if there is one. The state is saved every
 * `checkpointEvery` steps, at the end, and when `signal` aborts.
 *
 * @throws Interrupted when `signal` aborted, after saving; DivergedRun when a term is not a number, or the learner says
 *   that it cannot go on: the state that was saved last stays, and the log tells how it came to that.
 */
export async function train<Batch>(
  run: Phase,
  config: Course,
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
  const fresh: Checkpoint = {
    state: learner.start(runStreams(seed)),
    cursor: { epoch: 0, position: 0 },
    seconds: 0,
  };
  const saved = await loadCheckpoint(run.state, fresh);
  let { state, seconds } = saved;
  if (state !== fresh.state) disposeState(fresh.state);
  await rewindLog(run.log, state.step);
  let savedStep = state.step;

  const stream =
    learner.examples?.(saved.cursor) ??
    batches(data.train, {
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
    const next = learner.step(state, batch);
    dispose(batch as never);
    disposeState(state);
    state = next.state;
    // Read after the step, outside of it: a step itself never looks at its numbers.
    const { loss, ...terms } = await numbersOf(next.terms);
    dispose(next.terms);
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
    try {
      assertNumbers({ loss, ...terms }, state.step);
      learner.assertSound?.({ loss, ...terms }, state.step);
    } catch (error) {
      await appendLog(run.log, unwritten);
      throw new DivergedRun(run, savedStep, error as Error);
    }
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
      savedStep = state.step;
    }
    if (stopping && state.step < training.steps) throw new Interrupted(run.path, state.step);
    start = performance.now();
  }
  return { state, seconds };
}

async function numbersOf(
  scalars: Readonly<Record<string, Scalar>>,
): Promise<Record<string, number> & { readonly loss: number }> {
  const all = Object.entries(scalars).map(
    async ([name, scalar]) => [name, (await scalar.data())[0]] as const,
  );
  return Object.fromEntries(await Promise.all(all)) as Record<string, number> & { loss: number };
}

function assertNumbers(terms: Readonly<Record<string, number>>, step: number): void {
  const broken = Object.entries(terms).find(([, value]) => !Number.isFinite(value));
  if (broken) throw new Diverged(step, broken[1], broken[0]);
}
