import { createHash } from 'node:crypto';
import type { Example } from '@xm/data';
import { digits } from '@xm/data/node';
import { examplesOf } from '../../evaluation/examplesOf.ts';

/** Real digits of one modality, in memory: to learn from, and others to be tested on. */
export interface RealDigits {
  readonly train: readonly Example[];
  readonly test: readonly Example[];
}

/** The folders of written and spoken digits. */
export interface DigitFolders {
  readonly written: string;
  readonly spoken: string;
}

/**
 * What judges of digits learn from and are tested on, of one modality.
 *
 * @throws DataError when the folder is missing or damaged, or has not both splits.
 */
export async function learnedDigits(
  { written, spoken }: DigitFolders,
  modality: 'image' | 'speech',
): Promise<RealDigits> {
  const { train, test } = await digits(modality === 'image' ? { written } : { spoken });
  return {
    train: await examplesOf(train, train.length),
    test: await examplesOf(test, test.length),
  };
}

/** Of all that is seen or heard, and of which digit it is; of no name or place of a file. */
export function digestOf({ train, test }: RealDigits): string {
  const hash = createHash('sha256');
  for (const [split, examples] of Object.entries({ train, test })) {
    for (const { image, speech, factors } of examples) {
      const values = image?.data ?? speech?.samples ?? new Uint8Array();
      hash.update(
        JSON.stringify([
          split,
          factors?.['digit'],
          image?.width,
          speech?.sampleRate,
          values.length,
        ]),
      );
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  }
  return hash.digest('hex');
}
