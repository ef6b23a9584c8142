import { DataError, type Example } from '@xm/data';
import { manifest } from '@xm/data/node';
import { factorsSaid } from '../judge/factorsSaid.ts';
import type { Judge } from '../judge/judge.ts';
import { layoutOfJudge, seenBy, sideOf } from '../judge/judgeConfig.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeMade } from './judgeSeen.ts';
import { fewest } from './judgeTranslator.ts';
import { otherShapes, realShapes } from './realShapes.ts';

/**
 * Pictures or videos that anything made, each held against its caption, and all against real ones.
 *
 * @param path a manifest with their captions, as `xm translate` writes it: {"image": "0.png", "caption": "big red heart"}
 * @param from the folder whose node_modules read pictures
 * @throws DataError when there are fewer than 50, one cannot be read, or a caption does not say all that those of the level do.
 */
export async function judgeManifest(
  judge: Judge,
  path: string,
  { from, signal }: { readonly from: string; readonly signal: AbortSignal },
): Promise<DirectionFigures> {
  const of = seenBy(judge.config);
  const listed = await manifest(path, { from, signal });
  if (listed.length < fewest) {
    throw new DataError(
      `${path}: it must list at least ${fewest} to be judged, got ${listed.length}.`,
    );
  }
  const made: Example[] = [];
  for (let i = 0; i < listed.length; i++) {
    signal.throwIfAborted();
    made.push(asked(judge, await listed.get(i), `${path}, row ${i + 1}`));
  }
  const { level } = judge.config;
  const wanted = { of, level, size: sideOf(judge.config) };
  const real = {
    reference: await realShapes(wanted),
    others: await otherShapes(wanted, made.length),
  };
  return { from: 'text', to: of, ...(await judgeMade(judge, made, real, { signal })) };
}

/** With the factors that its caption says. */
function asked({ config }: Judge, { id, text = '', ...seen }: Example, place: string): Example {
  const { heads } = layoutOfJudge(config);
  const factors = factorsSaid(text, heads);
  const missing = heads.find(({ name }) => factors[name] === '');
  const { [seenBy(config)]: made } = seen;
  if (missing) {
    throw new DataError(
      `${place}: a caption must say one ${missing.name} of ${missing.words.join(', ')}, got '${text}'. ` +
        'Is it of the level that is judged?',
    );
  }
  return { id, [seenBy(config)]: made, factors };
}
