/** How much a `shapes` caption says: 1 the shape, 2 and its size, 3 colour, 4 place, 5 ground. */
export type Level = 1 | 2 | 3 | 4 | 5;

/** What captions can say, each with its words. */
export const said = {
  shape: ['square', 'ellipse', 'heart'],
  size: ['small', 'big'],
  colour: ['red', 'green', 'yellow', 'blue', 'pink'],
  place: ['top left', 'top right', 'bottom left', 'bottom right'],
  ground: ['dark', 'light'],
} as const;

type Said = typeof said;

/** The factors in a caption: `shape` at every level, the next ones from level 2, 3, 4 and 5 on. */
export type SaidFactors = { readonly shape: Said['shape'][number] } & {
  readonly [name in Exclude<keyof Said, 'shape'>]?: Said[name][number];
};

/** All that makes a picture besides its textures. */
export type ShapeFactors = SaidFactors & {
  /** 0…31 from left to right: the centre of the shape is at 15.5 + 32·x/31 of 64 pixels. */
  readonly x: number;
  /** 0…31 from top to bottom. */
  readonly y: number;
  /** Whole degrees, 0…359, counterclockwise. */
  readonly rotation: number;
};

/** The names of the factors in a level's captions. */
export const saidAt = (level: Level): (keyof Said)[] =>
  (Object.keys(said) as (keyof Said)[]).slice(0, level);

/** Every combination of said factors at a level: 3, 6, 30, 120 or 240. */
export function combinations(level: Level): SaidFactors[] {
  let all: object[] = [{}];
  for (const name of saidAt(level)) {
    all = all.flatMap((factors) => said[name].map((word) => ({ ...factors, [name]: word })));
  }
  return all as SaidFactors[];
}

/** 'big red heart at top left on dark', as far as the level goes. */
export function captionOf(factors: SaidFactors, level: Level): string {
  const { shape, size, colour, place, ground } = factors;
  const words = [level >= 2 && size, level >= 3 && colour, shape];
  const at = level >= 4 && place && `at ${place}`;
  const on = level >= 5 && ground && `on ${ground}`;
  return [...words, at, on].filter(Boolean).join(' ');
}

/** Every caption of a level, in a fixed order. */
export const captions = (level: Level): string[] =>
  combinations(level).map((factors) => captionOf(factors, level));
