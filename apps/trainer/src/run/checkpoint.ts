import type { Cursor } from '@xm/data';
import {
  conform,
  createRng,
  fold,
  loadParams,
  type Params,
  saveParams,
  type TrainState,
} from '@xm/tensor-ops';
import { readIfThere, writeWhole } from './files.ts';

/** Everything a run needs to go on as if nothing had happened. */
export interface Checkpoint {
  readonly state: TrainState;
  /** The first batch that has not been used. */
  readonly cursor: Cursor;
  /** Seconds spent training so far. */
  readonly seconds: number;
}

/** One file: all tensors, and step, cursor and time in its header. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { state, cursor, seconds } = checkpoint;
  const tree = { params: state.params, optimizer: state.optimizer };
  const metadata = {
    step: String(state.step),
    cursor: JSON.stringify(cursor),
    seconds: String(seconds),
  };
  await writeWhole(path, await saveParams(tree, metadata));
}

/**
 * The saved state, or `fresh` when nothing has been saved yet. `fresh` also says which tensors there
 * must be; it is freed when it is not needed.
 *
 * @throws DataError when the file is damaged or belongs to another model.
 */
export async function loadCheckpoint(path: string, fresh: Checkpoint): Promise<Checkpoint> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return fresh;
  const { params: loaded, metadata } = loadParams(bytes, path);
  const template = { params: fresh.state.params, optimizer: fresh.state.optimizer };
  const tree = conform(loaded, template, path);
  return {
    state: {
      params: tree['params'] as Params,
      optimizer: (tree['optimizer'] ?? {}) as Params,
      step: Number(metadata['step']),
      rng: fresh.state.rng,
    },
    cursor: JSON.parse(metadata['cursor']),
    seconds: Number(metadata['seconds']),
  };
}

/** The streams of a run: one for the first params, one for the steps. */
export const runStreams = (seed: number) => {
  const root = createRng(seed);
  return { init: fold(root, 'init'), train: fold(root, 'train') };
};
