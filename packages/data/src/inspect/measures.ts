import type { Example } from '../example.ts';
import { codePoints } from '../text/codePoints.ts';
import { type Spread, SpreadOf } from './spread.ts';

/** Numbers of an example, where it has the modality. */
const measures = {
  pictureWidths: ({ image }: Example) => image?.width,
  pictureHeights: ({ image }: Example) => image?.height,
  durations: ({ speech }: Example) => speech && speech.samples.length / speech.sampleRate,
  textWords: ({ text }: Example) => text?.split(/\s+/).filter(Boolean).length,
  textCharacters: ({ text }: Example) => (text === undefined ? undefined : codePoints(text)),
  videoFrames: ({ video }: Example) => video?.frames.length,
  videoDurations: ({ video }: Example) => video && video.frames.length / video.frameRate,
};

export type Measure = keyof typeof measures;

/** How the measures of many examples are spread. */
export class Measures {
  readonly #spreads = new Map<string, SpreadOf>();

  add(example: Example): void {
    for (const [name, measure] of Object.entries(measures)) {
      const value = measure(example);
      if (value === undefined) continue;
      const spread = this.#spreads.get(name) ?? new SpreadOf();
      spread.add(value);
      this.#spreads.set(name, spread);
    }
  }

  get all(): Partial<Record<Measure, Spread>> {
    return Object.fromEntries([...this.#spreads].map(([name, { result }]) => [name, result]));
  }
}
