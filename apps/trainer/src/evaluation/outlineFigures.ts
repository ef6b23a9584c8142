import { setImmediate } from 'node:timers/promises';
import { type Example, type NearestOutline, nearestOutlines, resize } from '@xm/data';
import { coherence } from '@xm/metrics';
import type { DirectionFigures } from './directionFigures.ts';
import { spread } from './judged.ts';

/** Real ones that show what a perfect generator would get: enough, since they differ little. */
const compared = 100;

/**
 * What `nearestOutlines` says of pictures of shapes, which is not learned: how often the shape that was asked lies nearest,
 * and by shape how far off it is on average.
 *
 * @param made with the factors that were asked, of any size   @param side in pixels, to which all are brought
 * @throws the signal's reason when aborted
 */
export async function outlineFigures(
  made: readonly Example[],
  others: readonly Example[],
  side: number,
  signal?: AbortSignal,
): Promise<DirectionFigures['figures']> {
  const [seen, real] = [
    await outlined(made, side, signal),
    await outlined(spread(others, compared), side, signal),
  ];
  const { errors } = seen;
  return {
    'nearest outline': { value: seen.right, chance: seen.chance, real: real.right },
    ...Object.fromEntries(
      Object.entries(errors).map(([shape, value]) => [
        `off outline of ${shape}`,
        { value, ...(shape in real.errors && { real: real.errors[shape] }) },
      ]),
    ),
  };
}

async function outlined(examples: readonly Example[], side: number, signal?: AbortSignal) {
  const asked: string[] = [];
  const seen: NearestOutline[][] = [];
  for (const { image, factors = {} } of examples) {
    await setImmediate();
    signal?.throwIfAborted();
    asked.push(`${factors['shape']}`);
    seen.push(nearestOutlines(resize(image!, side, side), factors));
  }
  const { strict, chance } = coherence(
    asked.map((shape) => ({ shape })),
    seen.map(([{ shape }]) => ({ shape })),
  );
  const errors = [...new Set(asked)].sort().map((shape): [string, number] => {
    const of = seen.filter((_, i) => asked[i] === shape);
    const off = of.map((fits) => fits.find((fit) => fit.shape === shape)?.error ?? Number.NaN);
    return [shape, off.reduce((sum, error) => sum + error, 0) / off.length];
  });
  return { right: strict, chance: chance.strict, errors: Object.fromEntries(errors) };
}
