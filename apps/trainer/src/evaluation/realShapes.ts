import type { Example } from '@xm/data';
import { openShapes } from '../data/openShapes.ts';
import type { JudgedLevel, Seen } from '../judge/judgeConfig.ts';
import { dataHome } from '../verbs/train.ts';
import { examplesOf } from './examplesOf.ts';

/** Real pictures or videos that generated ones are compared with. */
const compared = 2500;

interface Wanted {
  readonly of: Seen;
  readonly level: JudgedLevel;
  /** Pixels of a side. */
  readonly size: number;
}

/** Training examples that generated ones are compared with. Nobody speaks them, which would be costly. */
export const realShapes = (wanted: Wanted): Promise<Example[]> =>
  examplesOf(opened(wanted, compared, 1).train, compared);

/** Others, so many, that stand for a perfect generator. */
export const otherShapes = (wanted: Wanted, count: number): Promise<Example[]> =>
  examplesOf(opened(wanted, 1, count).heldOut, count);

const opened = ({ of, level, size }: Wanted, trainCount: number, testCount: number) =>
  openShapes(
    { source: 'shapes', level, trainCount, testCount, modalities: [of, 'text'] },
    { seed: 1, size, from: dataHome() },
  );
