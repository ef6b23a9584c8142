import { concat } from '@xm/data';
import { digits, digitsToJudgeBy } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import type { OpenOptions, RunData } from './runData.ts';

type Folders = Omit<Extract<Config['data'], { source: 'digits' }>, 'source'>;

/** Digits that people wrote and said: each written one with a recording of the same digit. */
export async function openDigits(folders: Folders, { seed }: OpenOptions): Promise<RunData> {
  const [{ train }, judged] = await Promise.all([
    digits({ ...folders, seed }),
    openJudgedDigits(folders),
  ]);
  return {
    ...judged,
    train,
    description: `digits: ${train.length} written ones, each with a recording, to learn from; ${judged.description}`,
  };
}

/** Only what a model is judged by. Each example is written or spoken, and there is nothing to learn from. */
export async function openJudgedDigits(folders: Folders): Promise<RunData> {
  const { written: pictures, spoken: sounds } = await digitsToJudgeBy(folders);
  return {
    train: concat(),
    heldOut: concat(pictures, sounds),
    displayed: async () => concat(pictures, sounds),
    modalities: ['image', 'speech', 'text'],
    names: { image: 'written', speech: 'spoken' },
    description: `${pictures.length} other written and ${sounds.length} other spoken ones to be judged by`,
    facts: {
      trainedOn: ['written and spoken digits'],
      heldOut: 'other digits',
      credits: [
        'MNIST by Y. LeCun, C. Cortes and C. J. C. Burges, CC BY-SA 3.0.',
        'Free Spoken Digit Dataset by Z. Jackson and others, CC BY-SA 4.0.',
      ],
    },
  };
}
