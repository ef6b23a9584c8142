import type { Dataset, Example, Translator } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { ConfigOf } from '../config/schema.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { directionName } from '../run/directionName.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Context } from '../verbs/verb.ts';
import { type DirectionFigures, judgePictures, judgeTexts } from './evaluateVae.ts';

/** Real pictures that generated ones are compared with. */
const compared = 1500;
/** Pictures that are judged at all: of fewer the figures would mean nothing. */
const fewest = 50;

/** How well a generative model does each direction that can be judged: to words, and to pictures of drawn shapes. */
export async function judgeVae(
  config: ConfigOf<'vae'>,
  translator: Translator,
  { train, heldOut }: { readonly train: Dataset; readonly heldOut: readonly Example[] },
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<DirectionFigures[]> {
  const texts = await judgeTexts(translator, heldOut, signal);
  const { data: source, model } = config;
  if (source.source !== 'shapes' || !model.image || source.testCount < fewest) return texts;
  const printer = countPrinter(err, 'steps of the judge');
  const judge = await judgeShapes(source.level, {
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  try {
    const reference = (await examplesOf(train, compared)).filter(({ image }) => image);
    const pictures = await judgePictures(translator, judge, { heldOut, reference }, signal);
    return [...pictures.map(({ report: _, ...figures }) => figures), ...texts];
  } finally {
    judge.dispose();
  }
}

export const examplesOf = async (source: Dataset, most: number): Promise<Example[]> =>
  Promise.all(Array.from({ length: Math.min(most, source.length) }, (_, i) => source.get(i)));

/** Figures by direction: `textToImage`. */
export const byName = (directions: readonly DirectionFigures[]): Record<string, object> =>
  Object.fromEntries(
    directions.map(({ from, to, ...figures }) => [directionName(from, to), figures]),
  );
