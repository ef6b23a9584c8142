import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { checkSides } from '../pictures/picture.ts';
import { type Random, random } from '../random/random.ts';
import { drawShape } from './drawShape.ts';
import {
  captionOf,
  combinations,
  type Level,
  type SaidFactors,
  type ShapeFactors,
  said,
  saidAt,
} from './factors.ts';

/** 'train' and 'test' share no picture; 'heldOut' has the combinations that both lack. */
export type ShapesSplit = 'train' | 'test' | 'heldOut';

export interface ShapesOptions {
  readonly level: Level;
  readonly count: number;
  readonly seed: number;
  /** 'train' unless told otherwise. */
  readonly split?: ShapesSplit;
  /** Combinations to be seen in 'heldOut' only: [{ shape: 'ellipse', colour: 'pink' }]. */
  readonly holdOut?: readonly Partial<SaidFactors>[];
  /** Width and height of the pictures, 64 unless told otherwise. */
  readonly size?: number;
}

/**
 * The embedded world: one shape a picture, with a caption and every factor known, after dSprites and
 * CdSprites+. Made when asked for; example i depends on (seed, level, split, i) alone.
 *
 * Test pictures are those whose x + y + rotation is a multiple of 5, training pictures all others.
 * (No symmetry of a shape changes the rotation by anything but multiples of 90.)
 *
 * @throws DataError when `holdOut` names what the level does not say, or leaves nothing to draw.
 */
export function shapes(options: ShapesOptions): Dataset {
  const { level, count, seed, split = 'train', holdOut = [], size = 64 } = options;
  checkSides('shapes', size, size);
  if (!Number.isInteger(count) || count < 0) {
    throw new DataError(`shapes: count must be an integer from 0, got ${count}.`);
  }
  checkHoldOut(level, holdOut);
  const drawn = combinations(level).filter(
    (factors) => holdOut.some((held) => matches(factors, held)) === (split === 'heldOut'),
  );
  if (drawn.length === 0) {
    throw new DataError(
      `shapes: holdOut leaves nothing for the split '${split}'. ` +
        (split === 'heldOut' ? 'Name a combination to hold out.' : 'Hold out less.'),
    );
  }
  return dataset(count, async (index) => {
    const stream = random(seed, level, splits.indexOf(split), index);
    const factors = drawFactors(drawn[stream.integer(drawn.length)], split, stream);
    return {
      id: `shapes-${level}/${split}/${index}`,
      image: drawShape(factors, size, stream),
      text: captionOf(factors, level),
      factors,
    };
  });
}

const splits: readonly ShapesSplit[] = ['train', 'test', 'heldOut'];

function drawFactors(factors: SaidFactors, split: ShapesSplit, random: Random): ShapeFactors {
  const [vertical, horizontal] = factors.place?.split(' ') ?? [];
  const x = drawPlace(horizontal, random);
  const y = drawPlace(vertical, random);
  const rest = split === 'train' ? 1 + random.integer(4) : 0;
  const rotation = (5 * random.integer(72) + rest + 4 * (x + y)) % 360;
  return { ...factors, x, y, rotation };
}

/** An index of 32: 1…9 on the left or top, 26…31 on the right or bottom, else any. */
function drawPlace(side: string | undefined, random: Random): number {
  if (side === undefined) return random.integer(32);
  return side === 'left' || side === 'top' ? 1 + random.integer(9) : 26 + random.integer(6);
}

const matches = (factors: SaidFactors, held: Partial<SaidFactors>): boolean =>
  Object.entries(held).every(([name, word]) => factors[name as keyof SaidFactors] === word);

function checkHoldOut(level: Level, holdOut: readonly Partial<SaidFactors>[]): void {
  for (const [name, word] of holdOut.flatMap((held) => Object.entries(held))) {
    const known = saidAt(level).find((factor) => factor === name);
    if (known !== undefined && (said[known] as readonly string[]).includes(word)) continue;
    throw new DataError(
      `shapes: holdOut must name what level ${level} says, got ${name}: '${word}'. ` +
        `Level ${level} says ${saidAt(level).join(', ')}.`,
    );
  }
}
