import { fromExamples } from '@xm/data';
import type { DiskCache } from '@xm/data/node';
import { coherence } from '@xm/metrics';
import {
  conform,
  createRng,
  disposeParams,
  loadParams,
  type Params,
  saveParams,
} from '@xm/tensor-ops';
import type { LearnOptions } from '../learn.ts';
import { type DigitAccuracy, type DigitJudge, digitJudge } from './digitJudge.ts';
import type { DigitJudgeConfig } from './digitJudgeConfig.ts';
import { digitNetwork } from './digitNetwork.ts';
import { digitOf } from './digitOf.ts';
import { digestOf, type RealDigits } from './learnedDigits.ts';
import { trainDigitJudge } from './trainDigitJudge.ts';

/** Raised whenever the same config and data would give other numbers: what was kept is then of no use. */
export const digitJudgeVersion = 1;

/** A judge as it is kept. */
interface Kept {
  /** Safetensors. */
  readonly params: Uint8Array;
  readonly accuracy: DigitAccuracy;
}

/**
 * A judge of digits: from the disk where it learned from the same digits before, else trained and tested on the
 * backend in use, which takes a minute or two.
 *
 * @returns the caller's to dispose of
 * @throws DataError when an example lacks its digit, or the cache cannot be written; the signal's reason when aborted.
 */
export async function openDigitJudge(
  { sense, training }: DigitJudgeConfig,
  real: RealDigits,
  { cache, ...options }: LearnOptions & { readonly cache: DiskCache },
): Promise<DigitJudge> {
  const { modality, config } = sense;
  const key = ['judge of digits', digitJudgeVersion, modality, config, training, digestOf(real)];
  const kept = await cache.get(key, async (): Promise<Kept> => {
    const params = await trainDigitJudge(sense, fromExamples(real.train), training, options);
    const judge = digitJudge(sense, params, { value: 0, count: 0 });
    try {
      const { digits } = await judge.read(real.test, options.signal);
      const { strict: value, count } = coherence(said(real.test.map(digitOf)), said(digits));
      const accuracy = { value, count };
      return { params: await saveParams(params), accuracy };
    } finally {
      judge.dispose();
    }
  });
  return digitJudge(sense, paramsOf(sense, kept.params), kept.accuracy);
}

const said = (digits: readonly number[]) => digits.map((digit) => ({ digit }));

function paramsOf(sense: DigitJudgeConfig['sense'], bytes: Uint8Array): Params {
  const source = `the judge of digits (${sense.modality})`;
  const template = digitNetwork(sense).init(createRng(0));
  try {
    return conform(loadParams(bytes, source).params, template, source);
  } finally {
    disposeParams(template);
  }
}
