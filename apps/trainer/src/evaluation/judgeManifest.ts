import { DataError, type Example } from '@xm/data';
import { manifest } from '@xm/data/node';
import { factorsSaid } from '../judge/factorsSaid.ts';
import type { Judge } from '../judge/judge.ts';
import { layoutOfJudge, seenBy, sideOf } from '../judge/judgeConfig.ts';
import type { Layout } from '../judge/layout.ts';
import { dataHome } from '../verbs/train.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeMade } from './judgeSeen.ts';
import { fewest } from './judgeTranslator.ts';
import { otherShapes, realShapes } from './realShapes.ts';

/**
 * Pictures or videos that anything made, each held against its caption, and all against real ones.
 *
 * @param path a manifest with their captions, as `xm translate` writes it: {"image": "0.png", "caption": "big red heart"}
 * @throws DataError when there are fewer than 50, one cannot be read, or a caption does not say all that those of the level do.
 */
export async function judgeManifest(
  judge: Judge,
  path: string,
  signal: AbortSignal,
): Promise<DirectionFigures> {
  const of = seenBy(judge.config);
  const listed = await manifest(path, { from: dataHome(), signal });
  if (listed.length < fewest) {
    throw new DataError(
      `${path}: it must list at least ${fewest} to be judged, got ${listed.length}.`,
    );
  }
  const { heads } = layoutOfJudge(judge.config);
  const made: Example[] = [];
  for (let i = 0; i < listed.length; i++) {
    signal.throwIfAborted();
    const { id, text = '', [of]: seen } = await listed.get(i);
    const factors = factorsAsked(text, heads, `${path}, row ${i + 1}`);
    made.push({ id, [of]: seen, factors });
  }
  const { level } = judge.config;
  const wanted = { of, level, size: sideOf(judge.config) };
  const real = {
    reference: await realShapes(wanted),
    others: await otherShapes(wanted, made.length),
  };
  return { from: 'text', to: of, ...(await judgeMade(judge, made, real, { signal })) };
}

/** What a caption says, which must be all that captions of the level do. */
function factorsAsked(
  caption: string,
  heads: Layout['heads'],
  place: string,
): Record<string, string> {
  const factors = factorsSaid(caption, heads);
  const missing = heads.find(({ name }) => factors[name] === '');
  if (missing === undefined) return factors;
  throw new DataError(
    `${place}: a caption must say one ${missing.name} of ${missing.words.join(', ')}, got '${caption}'. ` +
      'Is it of the level that is judged?',
  );
}
