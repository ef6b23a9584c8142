import type { Picture } from './pictures/picture.ts';

/**
 * One item with all the modalities it has. A modality it lacks is an absent property, never a black
 * picture or an empty text. Speech and video will join as further optional properties.
 */
export interface Example {
  /** Unique within its dataset, and the same on every run. */
  readonly id: string;
  readonly image?: Picture;
  readonly text?: string;
  /** What is known about the example besides its modalities: a class, an artist, a position. */
  readonly factors?: Readonly<Record<string, number | string>>;
}
