import type { Example } from '@xm/data';
import type { Vectors } from '@xm/metrics';
import { dispose, disposeParams, inference, type Params, type Tensor, tidy } from '@xm/tensor-ops';
import { digitCount, digitNetwork, featureCount } from './digitNetwork.ts';
import type { Sense } from './sense.ts';

/** How often a judge is right about digits that it never learned from. To stand wherever its verdict does. */
export interface DigitAccuracy {
  readonly value: number;
  readonly count: number;
}

/** A classifier of written or of spoken digits. */
export interface DigitJudge {
  readonly accuracy: DigitAccuracy;
  /**
   * @param examples that have the modality; pictures of any size, sounds of any rate
   * @returns the digit of each; and the layer below the verdict, for coverage and Fréchet distances
   * @throws the signal's reason when aborted.
   */
  read(
    examples: readonly Example[],
    signal?: AbortSignal,
  ): Promise<{ readonly digits: readonly number[]; readonly features: Vectors }>;
  /** Frees the params. */
  dispose(): void;
}

/** Examples at a time. */
const most = 128;

/** @param params the judge's from now on */
export function digitJudge(sense: Sense, params: Params, accuracy: DigitAccuracy): DigitJudge {
  const network = digitNetwork(sense);
  return {
    accuracy,
    read: async (examples, signal) => {
      const values = new Float32Array(examples.length * featureCount);
      const digits: number[] = [];
      for (let start = 0; start < examples.length; start += most) {
        signal?.throwIfAborted();
        const input = sense.collate(examples.slice(start, start + most));
        const { features, logits } = tidy(() => network.apply(params, input, inference));
        dispose(input as never);
        values.set((await features.data()) as Float32Array, start * featureCount);
        digits.push(...(await likeliest(logits)));
        dispose([features, logits]);
      }
      return { digits, features: { values, count: examples.length, dim: featureCount } };
    },
    dispose: () => disposeParams(params),
  };
}

async function likeliest(logits: Tensor): Promise<number[]> {
  const values = (await logits.data()) as Float32Array;
  return Array.from({ length: values.length / digitCount }, (_, row) => {
    const own = values.subarray(row * digitCount, (row + 1) * digitCount);
    return own.indexOf(Math.max(...own));
  });
}
