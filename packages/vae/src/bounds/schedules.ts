import { ConfigError } from '@xm/tensor-ops';

/** The weight of the divergences at a step, 0…1: what `beta` of a batch is made of. */
export type BetaSchedule = (step: number) => number;

/**
 * From 1/steps at the first step up to 1, and 1 from there on.
 *
 * @see Bowman et al. 2016, section 3.1
 */
export function linearBeta(steps: number): BetaSchedule {
  assertCount('linearBeta', 'steps', steps);
  return (step) => Math.min(1, (step + 1) / steps);
}

export interface CyclicalOptions {
  /** Of all cycles together; 1 from there on. */
  readonly steps: number;
  /** 4 unless told otherwise. */
  readonly cycles?: number;
  /** The part of a cycle in which the weight grows; for the rest of it, it is 1. ½ unless told otherwise. */
  readonly growing?: number;
}

/**
 * From 0 up to 1, again and again.
 *
 * @see Fu et al. 2019, equation 6
 */
export function cyclicalBeta({ steps, cycles = 4, growing = 0.5 }: CyclicalOptions): BetaSchedule {
  assertCount('cyclicalBeta', 'steps', steps);
  assertCount('cyclicalBeta', 'cycles', cycles);
  if (!(growing > 0 && growing <= 1)) {
    throw new ConfigError(
      `cyclicalBeta: growing must be above 0 and at most 1, got ${growing}. 0.5 is half of a cycle.`,
    );
  }
  const length = steps / cycles;
  return (step) => (step >= steps ? 1 : Math.min(1, (step % length) / length / growing));
}

function assertCount(caller: string, name: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new ConfigError(`${caller}: ${name} must be a whole number from 1, got ${count}.`);
}
