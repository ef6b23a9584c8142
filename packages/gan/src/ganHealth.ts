import { ConfigError } from '@xm/tensor-ops';
import { divergedTerm, type GanTerms } from './ganDiverged.ts';

export interface GanHealth {
  /**
   * - `fine`: nothing noticed.
   * - `diverged`: see `GanDiverged`.
   * - `critic wins`: it has told nearly every real and fake example apart for the whole window, and the generator
   *   learns little; more R1, a smaller learning rate for the critic.
   * - `critic blind`: for the whole window it has called nearly everything real, or nearly everything fake.
   */
  readonly verdict: 'fine' | 'diverged' | 'critic wins' | 'critic blind';
  /** The term, its value and where in the history. Empty when all is fine. */
  readonly detail: string;
}

/**
 * Whether a game still goes on, from the terms of its steps as numbers, oldest first.
 *
 * The accuracies are judged by their means over the last `window` steps, once there are so many, against `sure`.
 * @throws ConfigError for a window below 1.
 */
export function ganHealth(
  history: readonly GanTerms[],
  options: { readonly window?: number; readonly sure?: number } = {},
): GanHealth {
  const { window = 200, sure = 0.99 } = options;
  if (!Number.isInteger(window) || window < 1) {
    throw new ConfigError(`ganHealth: window must be a whole number from 1, got ${window}.`);
  }
  const broken = firstBroken(history);
  if (broken) return { verdict: 'diverged', detail: broken };
  const recent = history.slice(-window);
  if (recent.length < window) return { verdict: 'fine', detail: '' };
  const [real, fake] = ['realAccuracy', 'fakeAccuracy'].map((name) => meanOf(recent, name));
  const detail =
    `in the last ${window} steps ${percent(real)} of the real examples were taken for real, ` +
    `${percent(fake)} of the fakes for fake`;
  if (real >= sure && fake >= sure) return { verdict: 'critic wins', detail };
  const isBlind = (a: number, b: number): boolean => a >= sure && b <= 1 - sure;
  if (isBlind(real, fake) || isBlind(fake, real)) return { verdict: 'critic blind', detail };
  return { verdict: 'fine', detail: '' };
}

function firstBroken(history: readonly GanTerms[]): string | undefined {
  for (const [at, terms] of history.entries()) {
    const found = divergedTerm(terms);
    if (found) return `${found[0]} is ${found[1]}, ${history.length - at} steps from the end`;
  }
  return undefined;
}

const meanOf = (history: readonly GanTerms[], name: string): number =>
  history.reduce((total, terms) => total + terms[name], 0) / history.length;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
