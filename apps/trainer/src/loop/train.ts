import { setImmediate } from 'node:timers/promises';
import { batches, type WorkerOptions } from '@xm/data';
import { dispose, disposeState, type Scalar, type TrainState } from '@xm/tensor-ops';
import type { Config } from '../config/schema.ts';
import { augmenter } from '../data/augmenter.ts';
import type { RunData } from '../data/runData.ts';
import { type Checkpoint, loadCheckpoint, runStreams, saveCheckpoint } from '../run/checkpoint.ts';
import { appendLog, type LogLine, lastSkipped, rewindLog, type SkippedLine } from '../run/log.ts';
import type { Phase } from '../run/runFolder.ts';
import { DivergedRun, DivergedSteps, Interrupted } from './interrupted.ts';
import type { Learner } from './learner.ts';
import { goingOn, notFinite, skippedLine, skippedText, usuallySkipped } from './skipping.ts';

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
    readonly mostSkipped?: number | undefined;
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
 * A step with a number that is not finite, the norm of its gradient among them, is skipped: params and what the optimizer
 * carries stay as they were, and it goes on with the next batch and the next random numbers.
 *
 * @throws Interrupted when `signal` aborted, after saving; DivergedRun when more than `mostSkipped` steps in a row were
 *   skipped, after saving, or the learner says that it cannot go on: the state that was saved last stays then, and the log
 *   tells how it came to that.
 */
export async function train<Batch>(
  run: Phase,
  config: Course,
  learner: Learner<Batch>,
  data: RunData,
  options: {
    signal: AbortSignal;
    onProgress: (progress: Progress) => void;
    /** Told of each step that is skipped. */
    onSkip: (text: string) => void;
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
  const { mostSkipped = usuallySkipped } = training;
  let inARow = goingOn(await lastSkipped(run.log), mostSkipped);
  let unwritten: (LogLine | SkippedLine)[] = [];
  let start = performance.now();

  for await (const { examples, cursor } of stream) {
    if (state.step >= training.steps) break;
    const waited = performance.now() - start;

    const batch = learner.collate(examples, state.step);
    const next = learner.step(state, batch);
    dispose(batch as never);
    // Read after the step, outside of it: a step itself never looks at its numbers.
    const { loss, ...terms } = await numbersOf(next.terms);
    dispose(next.terms);
    const broken = notFinite({ loss, ...terms });
    disposeState(broken ? next.state : state);
    state = broken ? { ...state, step: next.state.step } : next.state;
    inARow = broken ? inARow + 1 : 0;
    const took = performance.now() - start;
    seconds += took / 1000;
    const line: LogLine = {
      step: state.step,
      loss,
      terms,
      examplesPerSecond: (1000 * training.batch) / took,
      dataWait: waited / took,
    };
    const skipped = broken && skippedLine(state.step, broken, inARow);
    unwritten.push(skipped ?? line);
    try {
      if (!skipped) learner.assertSound?.({ loss, ...terms }, state.step);
    } catch (error) {
      await appendLog(run.log, unwritten);
      throw new DivergedRun(run, savedStep, error as Error);
    }
    const isTooMuch = inARow > mostSkipped;
    if (!skipped) {
      const secondsLeft = (seconds / state.step) * (training.steps - state.step);
      options.onProgress({ ...line, steps: training.steps, secondsLeft });
    } else if (!isTooMuch) options.onSkip(skippedText(skipped, mostSkipped));

    // Data in memory and numbers on the heap come without waiting: signals need a turn of their own.
    await setImmediate();
    const stopping = options.signal.aborted;
    const isDue = state.step % training.checkpointEvery === 0 || state.step === training.steps;
    if (stopping || isDue || isTooMuch) {
      // The log first: lines beyond the saved state are forgotten on resuming, missing ones are lost.
      await appendLog(run.log, unwritten);
      unwritten = [];
      await saveCheckpoint(run.state, { state, cursor, seconds });
      savedStep = state.step;
    }
    if (skipped && isTooMuch) throw new DivergedRun(run, savedStep, new DivergedSteps(skipped));
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
