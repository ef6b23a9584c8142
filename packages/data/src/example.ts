import type { Picture } from './pictures/picture.ts';
import type { Waveform } from './speech/waveform.ts';
import type { Video } from './video/video.ts';

/**
 * One item with all the modalities it has. A modality it lacks is an absent property, never a black
 * picture, silence or an empty text.
 */
export interface Example {
  /** Unique within its dataset, and the same on every run. */
  readonly id: string;
  readonly image?: Picture;
  readonly text?: string;
  /** All texts, where there are several; `text` is the first of them, or one that was drawn. */
  readonly texts?: readonly string[];
  readonly speech?: Waveform;
  readonly video?: Video;
  /** What is known about the example besides its modalities: a class, an artist, a position. */
  readonly factors?: Readonly<Record<string, number | string>>;
}
