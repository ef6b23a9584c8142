import type { Example } from '../example.ts';
import { codePoints } from '../text/codePoints.ts';
import { everyText } from '../text/everyText.ts';
import { type Spread, SpreadOf } from './spread.ts';

/** Numbers of an example: none where it lacks the modality, one for each of several texts. */
const measures = {
  pictureWidths: ({ image }: Example) => (image ? [image.width] : []),
  pictureHeights: ({ image }: Example) => (image ? [image.height] : []),
  durations: ({ speech }: Example) => (speech ? [speech.samples.length / speech.sampleRate] : []),
  textWords: (example: Example) => everyText(example).map(words),
  textCharacters: (example: Example) => everyText(example).map(codePoints),
  textsOfOne: ({ texts }: Example) => (texts ? [texts.length] : []),
  videoFrames: ({ video }: Example) => (video ? [video.frames.length] : []),
  videoDurations: ({ video }: Example) => (video ? [video.frames.length / video.frameRate] : []),
};

const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;

export type Measure = keyof typeof measures;

/** How the measures of many examples are spread. */
export class Measures {
  readonly #spreads = new Map<string, SpreadOf>();

  add(example: Example): void {
    for (const [name, measure] of Object.entries(measures)) {
      for (const value of measure(example)) {
        const spread = this.#spreads.get(name) ?? new SpreadOf();
        spread.add(value);
        this.#spreads.set(name, spread);
      }
    }
  }

  get all(): Partial<Record<Measure, Spread>> {
    return Object.fromEntries([...this.#spreads].map(([name, { result }]) => [name, result]));
  }
}
