import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { checkArea } from '../pictures/checkArea.ts';
import type { Picture } from '../pictures/picture.ts';
import { encodePng } from '../png/encodePng.ts';
import type { Waveform } from '../speech/waveform.ts';
import { encodeWav } from '../wav/encodeWav.ts';
import { exactText } from './exactText.ts';

/** An example in bytes that are read back as exactly that example, without sharp and without ffmpeg. */
export interface EncodedExample {
  /** PNG. */
  readonly image?: Uint8Array;
  /** WAV: 16 bits a sample where they lose nothing, floats of 32 where they would. */
  readonly speech?: Uint8Array;
  /** Each frame a PNG. */
  readonly video?: { readonly frameRate: number; readonly frames: readonly Uint8Array[] };
  /** Texts are ones that UTF-8 holds. */
  readonly text?: string;
  readonly texts?: readonly string[];
  /** A JSON object. */
  readonly factors?: string;
}

/**
 * @param source what errors call the example
 * @throws DataError for an example of which something would be lost, or that has nothing at all.
 */
export function encodeExample(example: Example, source: string): EncodedExample {
  const { image, speech, video, text, texts, factors } = example;
  if (!image && !speech && !video && text === undefined && !texts && !factors) {
    throw new DataError(
      `${source}: an example must have a modality or factors, this one has none.`,
    );
  }
  return {
    ...(image ? { image: picture(image, source) } : {}),
    ...(speech ? { speech: sound(speech, source) } : {}),
    ...(video ? { video: film(video, source) } : {}),
    ...(text === undefined ? {} : { text: exactText(text, source) }),
    ...(texts ? { texts: texts.map((one) => exactText(one, source)) } : {}),
    ...(factors ? { factors: json(factors, text === undefined, source) } : {}),
  };
}

function picture(image: Picture, source: string): Uint8Array {
  checkArea(source, image.width, image.height);
  return encodePng(image);
}

function sound(speech: Waveform, source: string): Uint8Array {
  const { length } = speech.samples;
  const bad = speech.samples.findIndex((x) => !Number.isFinite(x));
  if (length === 0 || bad >= 0) {
    const found = length === 0 ? 'this one has none' : `sample ${bad} is ${speech.samples[bad]}`;
    throw new DataError(`${source}: a sound must have samples, all finite; ${found}.`);
  }
  const whole = speech.samples.every((x) => {
    const step = x * 2 ** 15;
    return Number.isInteger(step) && step >= -(2 ** 15) && step < 2 ** 15;
  });
  return encodeWav(speech, { samples: whole ? 'int16' : 'float32' });
}

function film(
  { frameRate, frames }: NonNullable<Example['video']>,
  source: string,
): NonNullable<EncodedExample['video']> {
  if (frames.length === 0 || !(frameRate > 0 && Number.isFinite(frameRate))) {
    throw new DataError(
      `${source}: a video must have frames and a positive frame rate, got ${frames.length} and ${frameRate}.`,
    );
  }
  return { frameRate, frames: frames.map((frame) => picture(frame, source)) };
}

function json(factors: NonNullable<Example['factors']>, textless: boolean, source: string): string {
  for (const [name, value] of Object.entries(factors)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new DataError(`${source}: factors must be finite, ${name} is ${value}. Leave it out.`);
    }
  }
  if (textless && typeof factors.caption === 'string') {
    throw new DataError(
      `${source}: a factor named caption would be read back as the text. Give it another name.`,
    );
  }
  return JSON.stringify(factors);
}
