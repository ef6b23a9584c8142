import { engine } from '@tensorflow/tfjs-core';
import { BackendError } from './errors.ts';

/** Whether a backend can run here; if not, why, and what the user can do about it. */
export type Availability =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

/** Where the arithmetic runs. A value: `wasm()`, `cpu()`, or one of your own. */
export interface Backend {
  /** Letters, digits and hyphens: tfjs loses the kernel set-up of a name with an underscore. */
  readonly name: string;
  probe(): Promise<Availability>;
  /** Idempotent: registers kernels and makes the backend current. */
  start(): Promise<void>;
}

/** What `useBackend` took, and why it passed over the ones before. */
export interface BackendReport {
  readonly name: string;
  readonly detail: string;
  readonly passedOver: readonly { name: string; reason: string; remedy: string }[];
}

/**
 * Starts the first backend of the list that can run here.
 *
 * @throws BackendError when none can, with every reason and remedy.
 */
export async function useBackend(candidates: readonly Backend[]): Promise<BackendReport> {
  refuseDisposed();
  const passedOver: { name: string; reason: string; remedy: string }[] = [];
  for (const backend of candidates) {
    const availability = await probeSafely(backend);
    if (!availability.ok) {
      passedOver.push({
        name: backend.name,
        reason: availability.reason,
        remedy: availability.remedy,
      });
      continue;
    }
    try {
      await backend.start();
      return { name: backend.name, detail: availability.detail, passedOver };
    } catch (error) {
      passedOver.push({
        name: backend.name,
        reason: reasonOf(error),
        remedy: 'choose another backend',
      });
    }
  }
  if (candidates.length === 0) {
    throw new BackendError('useBackend: at least one backend is needed, got an empty list.');
  }
  const lines = passedOver.map((p) => `${p.name}: ${p.reason} (${p.remedy})`);
  throw new BackendError(`useBackend: no backend can run here. ${lines.join('; ')}`);
}

let refusing = false;

/** A tensor that is gone is named as such; core would fail on the place where it was. */
function refuseDisposed(): void {
  if (refusing) return;
  refusing = true;
  const core = engine();
  const move = core.moveData.bind(core);
  core.moveData = (to, dataId) => {
    if (!core.state.tensorInfo.has(dataId)) {
      throw new BackendError(
        'a tensor was used after it was disposed. Dispose it later, or return it from tidy to keep it.',
      );
    }
    move(to, dataId);
  };
}

async function probeSafely(backend: Backend): Promise<Availability> {
  try {
    return await backend.probe();
  } catch (error) {
    return { ok: false, reason: reasonOf(error), remedy: 'choose another backend' };
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
