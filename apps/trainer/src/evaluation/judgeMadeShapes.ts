import type { Example, Modality, Translator } from '@xm/data';
import type { Config } from '../config/schema.ts';
import { type Seen, sideOf } from '../judge/judgeConfig.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { sourcesOf } from './judged.ts';
import { judgeOfShapes } from './judgeOfShapes.ts';
import { judgeOfSounds } from './judgeOfSounds.ts';
import { judgeSeen } from './judgeSeen.ts';
import { judgeSounds } from './judgeSounds.ts';
import type { Told } from './judgeTranslator.ts';
import { realShapes } from './realShapes.ts';

/** Shapes that were drawn, moved or spoken by a translator. */
export async function judgeMadeShapes(judging: Judging): Promise<DirectionFigures[]> {
  const makes = (modality: Modality): boolean => sourcesOf(judging.translator, modality).length > 0;
  return [
    ...(makes('image') ? await pictures('image', judging) : []),
    ...(makes('video') ? await pictures('video', judging) : []),
    ...(makes('speech') ? await sounds(judging) : []),
  ];
}

interface Judging extends Told {
  readonly source: Extract<Config['data'], { source: 'shapes' }>;
  readonly translator: Translator;
  readonly heldOut: readonly Example[];
}

/** Standing or moving. */
async function pictures(
  of: Seen,
  { source, translator, heldOut, ...told }: Judging,
): Promise<DirectionFigures[]> {
  const judge = await judgeOfShapes(source, of, told);
  try {
    const reference = await realShapes({ of, level: source.level, size: sideOf(judge.config) });
    return await judgeSeen(translator, judge, { heldOut, reference }, told.signal);
  } finally {
    judge.dispose();
  }
}

async function sounds({
  source,
  translator,
  heldOut,
  ...told
}: Judging): Promise<DirectionFigures[]> {
  const judge = await judgeOfSounds(source, told);
  try {
    return await judgeSounds(translator, judge, heldOut, told.signal);
  } finally {
    judge.dispose();
  }
}
