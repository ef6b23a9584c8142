import { concat, type Dataset, type Modality, type ShapesSplit, shapes } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { speaker } from '../speech/speaker.ts';
import { cachePath } from './cachePath.ts';
import type { OpenOptions, RunData } from './runData.ts';

/** People see more than models do. */
const displaySize = 64;

/** Drawn shapes: pictures, videos or both, spoken or not. */
export function openShapes(
  { level, trainCount, testCount, modalities = ['image', 'text'] }: ShapesConfig,
  { seed, size, from }: OpenOptions,
): RunData {
  const has = (modality: Modality): boolean => modalities.includes(modality);
  const speech = has('speech') ? { speak: speaker(diskCache(cachePath(from, 'speech'))) } : {};
  // Without either, pictures say what there is to be said.
  const kinds = has('video') ? (has('image') ? [false, true] : [true]) : [false];
  const of = (split: ShapesSplit, count: number, side: number, spoken = speech): Dataset =>
    concat(
      ...kinds.map((motion) =>
        shapes({ level, seed, size: side, count, split, motion, ...spoken }),
      ),
    );
  const seen = kinds.map((motion) => (motion ? 'videos' : 'pictures')).join(' and as many ');
  const spoken = has('speech') ? ', all spoken,' : '';
  return {
    train: of('train', trainCount, size),
    heldOut: of('test', testCount, size),
    displayed: async () => of('test', testCount, displaySize, {}),
    modalities,
    description: `shapes, level ${level}: ${trainCount} ${seen}${spoken} to learn from, ${testCount} others to be judged by`,
    facts: {
      trainedOn: [`shapes, level ${level}`],
      heldOut: `other shapes, level ${level}`,
      credits: [],
    },
    heldOutName: 'heldOutPictures',
  };
}

type ShapesConfig = Extract<Config['data'], { source: 'shapes' }>;
