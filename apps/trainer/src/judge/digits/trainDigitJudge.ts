import { type Batch, batches, type Dataset, type Example, random } from '@xm/data';
import {
  logSoftmax,
  mul,
  type Objective,
  type Params,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { type LearnOptions, learn } from '../learn.ts';
import { type DigitNetwork, digitCount, digitNetwork } from './digitNetwork.ts';
import { digitOf } from './digitOf.ts';
import type { Sense } from './sense.ts';

/** What a judge of digits learns by. */
export interface DigitTraining {
  readonly seed: number;
  readonly steps: number;
  readonly batch: number;
  /** The peak; warm-up and cosine around it. */
  readonly learningRate: number;
}

/** Tensors of one step. */
export interface DigitBatch {
  readonly input: object;
  /** float32 [batch, 10], 1 at the digit */
  readonly digits: Tensor;
}

/**
 * Teaches a judge of digits on training examples, which are changed anew each time they are seen.
 *
 * @returns the params, which are the caller's
 * @throws DataError when an example lacks its digit; Diverged when the loss is not a number; the signal's reason
 *   when aborted.
 */
export async function trainDigitJudge(
  sense: Sense,
  source: Dataset,
  training: DigitTraining,
  options: LearnOptions = {},
): Promise<Params> {
  const { seed, batch: size } = training;
  const network = digitNetwork(sense);
  const stream = batches(source, { size, seed, transform: sense.change });
  const given = stream[Symbol.asyncIterator]();
  const batch = async (step: number): Promise<DigitBatch> => {
    const { examples } = (await given.next()).value as Batch;
    const ones = onesOf(examples);
    const input = sense.collate(examples, (row) => random(seed, step * size + row));
    return { input, digits: tensor(ones, [size, digitCount]) };
  };
  const lesson = { ...training, init: network.init, objective: digitObjective(network), batch };
  return learn(lesson, options).finally(() => given.return?.());
}

function onesOf(examples: readonly Example[]): Float32Array {
  const ones = new Float32Array(examples.length * digitCount);
  examples.forEach((example, row) => {
    ones[row * digitCount + digitOf(example)] = 1;
  });
  return ones;
}

/** The cross-entropy, in nats, averaged over the batch. */
export const digitObjective =
  (network: DigitNetwork<object>): Objective<DigitBatch> =>
  (params, { input, digits }, rng) => {
    const loss = tidy(() => {
      const { logits } = network.apply(params, input, { training: true, rng });
      return mul(sum(mul(digits, logSoftmax(logits))), -1 / digits.shape[0]) as Scalar;
    });
    return { loss, terms: {} };
  };
