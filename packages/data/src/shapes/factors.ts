import { type Language, pairCaption, type Wording } from './pairCaption.ts';

/** How much a caption says: 1 the shape, 2 and its size, 3 colour, 4 place, 5 ground; 6 two shapes. */
export type Level = 1 | 2 | 3 | 4 | 5 | 6;

/** What captions can say, each with its words. */
export const said = {
  shape: ['square', 'ellipse', 'heart'],
  size: ['small', 'big'],
  colour: ['red', 'green', 'yellow', 'blue', 'pink'],
  place: ['top left', 'top right', 'bottom left', 'bottom right'],
  ground: ['dark', 'light'],
  relation: ['left of', 'right of', 'above', 'below'],
  otherShape: ['square', 'ellipse', 'heart'],
  otherSize: ['small', 'big'],
  otherColour: ['red', 'green', 'yellow', 'blue', 'pink'],
  motion: ['moves left', 'moves right', 'moves up', 'moves down', 'turns', 'grows', 'shrinks'],
} as const;

type Said = typeof said;

/** The factors in a caption: `shape` at every level, the others as the level and `motion` have it. */
export type SaidFactors = { readonly shape: Said['shape'][number] } & {
  readonly [name in Exclude<keyof Said, 'shape'>]?: Said[name][number];
};

/** The words of one factor: `Word<'colour'>` is 'red' and so on. */
export type Word<name extends keyof Said> = Said[name][number];

/** All that makes a picture besides its textures. */
export type ShapeFactors = SaidFactors & {
  /** 0…31 from left to right: the centre of the shape is at 15.5 + 32·x/31 of 64 pixels. */
  readonly x: number;
  /** 0…31 from top to bottom. */
  readonly y: number;
  /** Whole degrees, 0…359, counterclockwise. */
  readonly rotation: number;
};

/** All that makes a picture of level 6 besides its textures. */
export type PairFactors = ShapeFactors &
  Required<Pick<SaidFactors, 'size' | 'colour' | 'relation'>> &
  Required<Pick<SaidFactors, 'otherShape' | 'otherSize' | 'otherColour'>> & {
    readonly otherX: number;
    readonly otherY: number;
    readonly otherRotation: number;
  };

/** All that makes a video besides its textures. `x`, `y` and `rotation` are those of the first frame. */
export type MotionFactors = ShapeFactors &
  Required<Pick<SaidFactors, 'motion'>> & {
    /**
     * How far it goes until the last frame: places of `x` or `y` when it moves, degrees counterclockwise
     * when it turns, and when it grows or shrinks its smallest size in percent of the one that is said.
     */
    readonly extent: number;
  };

const ofOne = ['shape', 'size', 'colour', 'place', 'ground'] as const;
const ofTwo = [
  'shape',
  'size',
  'colour',
  'relation',
  'otherShape',
  'otherSize',
  'otherColour',
] as const;

/** The names of the factors in a level's captions. */
export const saidAt = (level: Level, motion = false): (keyof Said)[] => [
  ...(level === 6 ? ofTwo : ofOne.slice(0, level)),
  ...(motion ? (['motion'] as const) : []),
];

/** Every combination of said factors at a level: 3, 6, 30, 120, 240 or 3480; seven times that in motion. */
export function combinations(level: Level, motion = false): SaidFactors[] {
  let all: object[] = [{}];
  for (const name of saidAt(level, motion)) {
    all = all.flatMap((factors) => said[name].map((word) => ({ ...factors, [name]: word })));
  }
  return (all as SaidFactors[]).filter(tellsApart);
}

/** Words can say which of two shapes is meant only when these differ. */
const tellsApart = (factors: SaidFactors): boolean =>
  factors.shape !== factors.otherShape ||
  factors.size !== factors.otherSize ||
  factors.colour !== factors.otherColour;

/** In which words: at level 6 there are three languages, and in each three ways to say the same. */
export interface CaptionStyle {
  readonly language?: Language;
  readonly wording?: Wording;
}

/**
 * 'big red heart at top left on dark', as far as the level goes, then 'moves left' when there is a
 * motion. At level 6 'a small red heart left of a big blue square', unless told otherwise in the first
 * wording in English.
 */
export function captionOf(factors: SaidFactors, level: Level, style: CaptionStyle = {}): string {
  if (level === 6) {
    const { language = 'en', wording = 0 } = style;
    return pairCaption(factors as PairFactors, language, wording);
  }
  const { shape, size, colour, place, ground, motion } = factors;
  const words = [level >= 2 && size, level >= 3 && colour, shape];
  const at = level >= 4 && place && `at ${place}`;
  const on = level >= 5 && ground && `on ${ground}`;
  return [...words, at, on, motion].filter(Boolean).join(' ');
}

/** Every caption of a level, in a fixed order: at level 6 in one wording of one language. */
export const captions = (
  level: Level,
  options: CaptionStyle & { readonly motion?: boolean } = {},
): string[] =>
  combinations(level, options.motion).map((factors) => captionOf(factors, level, options));
