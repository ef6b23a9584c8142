import type { Modality } from './contentHash.ts';
import type { Doubt } from './doubts.ts';
import type { Place } from './places.ts';
import type { Repeats } from './repeats.ts';
import type { Spread } from './spread.ts';

/** What a split has, or the whole. */
export interface Part {
  /** How many examples are good. */
  readonly examples: number;
  /** How many examples have which modalities: `{ 'image+text': 90, text: 10 }`. */
  readonly modalities: Readonly<Record<string, number>>;
  /** How many examples lack a modality that another of the whole dataset has: `{ image: 10 }`. */
  readonly missing: Readonly<Record<string, number>>;
}

/** What is in a dataset. Plain JSON; memory does not grow with the number of good examples. */
export interface Inspection extends Part {
  /** All of them. */
  readonly bad: {
    readonly count: number;
    readonly items: readonly (Place & { readonly reason: string })[];
  };
  /** When several datasets were given, or the examples have a factor `split`. */
  readonly splits: Readonly<Record<string, Part>>;
  /** Sides in pixels, as `'64x64': 90`. */
  readonly pictureSizes: Readonly<Record<string, number>>;
  /** Pixels. */
  readonly pictureWidths?: Spread;
  readonly pictureHeights?: Spread;
  /** Seconds of sound. */
  readonly durations?: Spread;
  readonly sampleRates: Readonly<Record<string, number>>;
  /** Words of a text, cut at spaces. */
  readonly textWords?: Spread;
  /** Characters of a text: code points. */
  readonly textCharacters?: Spread;
  /** How many texts an example has, of those that have several. */
  readonly textsOfOne?: Spread;
  readonly videoFrames?: Spread;
  /** Seconds of video. */
  readonly videoDurations?: Spread;
  /** How often which value of a factor came. Beyond 100 values, further ones count as '(others)'. */
  readonly factors: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Equal pictures, sounds, texts (all of an example's) and videos, by what is in them and not by their files. */
  readonly duplicates: Readonly<Partial<Record<Modality, Repeats>>>;
  readonly doubtful: {
    /** Every pixel has one colour. */
    readonly constantPictures: Doubt;
    /** Never louder than −60 dB. */
    readonly silentSounds: Doubt;
    /** Four samples in a row on one value of at least 0.98: too loud for the recorder. */
    readonly clippedSounds: Doubt;
  };
}
