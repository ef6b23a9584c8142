import { DataError } from './dataError.ts';
import type { Dataset } from './dataset.ts';

export interface InspectOptions {
  /** What to do with an example that cannot be had: stop, or list it and go on. 'throw' by default. */
  readonly onBad?: 'throw' | 'skip';
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Smallest, mean and largest of some numbers. */
export interface Spread {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
}

export interface Inspection {
  /** How many examples are good. */
  readonly examples: number;
  readonly bad: {
    readonly count: number;
    readonly items: readonly { readonly index: number; readonly reason: string }[];
  };
  /** How many examples have which modalities: `{ 'image+text': 90, text: 10 }`. */
  readonly modalities: Readonly<Record<string, number>>;
  /** Sides in pixels, as `'64x64': 90`. */
  readonly pictureSizes: Readonly<Record<string, number>>;
  /** Seconds. */
  readonly durations?: Spread;
  readonly sampleRates: Readonly<Record<string, number>>;
  /** Words of a text, cut at spaces. */
  readonly textWords?: Spread;
}

/**
 * Reads every example once and says what is in a dataset. Nothing is dropped unsaid: each example is
 * counted as good or listed as bad.
 *
 * @throws DataError at the first bad example, unless `onBad` is 'skip'.
 */
export async function inspect(source: Dataset, options: InspectOptions = {}): Promise<Inspection> {
  const { onBad = 'throw', signal, onProgress } = options;
  const items: { index: number; reason: string }[] = [];
  const modalities = new Counts();
  const pictureSizes = new Counts();
  const sampleRates = new Counts();
  const durations: number[] = [];
  const textWords: number[] = [];
  for (let index = 0; index < source.length; index++) {
    signal?.throwIfAborted();
    try {
      const { image, text, speech, video } = await source.get(index);
      const names = Object.entries({ image, speech, text, video }).filter(
        ([, value]) => value !== undefined,
      );
      modalities.add(names.map(([name]) => name).join('+') || 'none');
      if (image) pictureSizes.add(`${image.width}x${image.height}`);
      if (speech) {
        sampleRates.add(`${speech.sampleRate}`);
        durations.push(speech.samples.length / speech.sampleRate);
      }
      if (text !== undefined) textWords.push(text.split(/\s+/).filter(Boolean).length);
    } catch (error) {
      if (onBad === 'throw' || !(error instanceof DataError)) throw error;
      items.push({ index, reason: error.message });
    }
    onProgress?.(index + 1, source.length);
  }
  return {
    examples: source.length - items.length,
    bad: { count: items.length, items },
    modalities: modalities.all,
    pictureSizes: pictureSizes.all,
    ...(durations.length > 0 ? { durations: spread(durations) } : {}),
    sampleRates: sampleRates.all,
    ...(textWords.length > 0 ? { textWords: spread(textWords) } : {}),
  };
}

class Counts {
  readonly all: Record<string, number> = {};
  add(name: string): void {
    this.all[name] = (this.all[name] ?? 0) + 1;
  }
}

function spread(numbers: readonly number[]): Spread {
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const x of numbers) {
    least = Math.min(least, x);
    most = Math.max(most, x);
    sum += x;
  }
  return { least, mean: sum / numbers.length, most };
}
