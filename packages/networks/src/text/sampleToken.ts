import { DataError } from '@xm/tensor-ops';

export interface SamplingOptions {
  /** Divides the logits: below 1 safer, above 1 bolder; 0 takes the most probable token always. */
  readonly temperature: number;
  /** Only so many most probable tokens are drawn from. */
  readonly topK?: number | undefined;
  /** Only the most probable tokens that together have this probability are drawn from. */
  readonly topP?: number | undefined;
}

/**
 * Draws a token from softmax(logits/temperature), cut to the most probable: first to `topK` of them, then
 * to the fewest whose probability reaches `topP`.
 *
 * @param uniform a random number in [0, 1)
 * @returns the token's id
 * @throws DataError when a logit is not a number.
 * @see Fan et al. 2018 for top-k, Holtzman et al. 2020 for top-p
 */
export function sampleToken(
  logits: Float32Array,
  { temperature, topK = logits.length, topP = 1 }: SamplingOptions,
  uniform: number,
): number {
  const broken = logits.findIndex(Number.isNaN);
  if (broken >= 0) {
    throw new DataError(
      `sampleToken: logits must be numbers, got NaN at ${broken}. The params may have diverged.`,
    );
  }
  const byLogit = Array.from(logits, (_, id) => id).sort((a, b) => logits[b] - logits[a]);
  if (temperature === 0) return byLogit[0];
  const candidates = byLogit.slice(0, topK);
  const weights = candidates.map((id) => Math.exp((logits[id] - logits[byLogit[0]]) / temperature));
  const all = total(weights);
  let kept = 0;
  let reached = 0;
  while (kept < weights.length && reached < topP * all) {
    reached += weights[kept];
    kept++;
  }
  let left = uniform * reached;
  for (let i = 0; i < kept - 1; i++) {
    left -= weights[i];
    if (left < 0) return candidates[i];
  }
  return candidates[kept - 1];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
