import type { Example } from '../example.ts';
import type { Picture } from '../pictures/picture.ts';
import type { Waveform } from '../speech/waveform.ts';
import { everyText } from '../text/everyText.ts';
import { nfc } from '../text/nfc.ts';
import type { Video } from '../video/video.ts';
import { hash64 } from './hash64.ts';

/** The properties of an example that can be seen, heard or read. */
export const modalities = ['image', 'speech', 'text', 'video'] as const;
export type Modality = (typeof modalities)[number];

/** A hash of what is seen, heard or read, whatever the file it came from; undefined where there is none. */
export const contentHash: {
  readonly [M in Modality]: (example: Example) => bigint | undefined;
} = {
  image: ({ image }) => image && ofPicture(image),
  speech: ({ speech }) => speech && ofSound(speech),
  text: (example) => ofTexts(everyText(example)),
  video: ({ video }) => video && ofVideo(video),
};

const ofTexts = (texts: readonly string[]): bigint | undefined =>
  texts.length === 0 ? undefined : hash64(new TextEncoder().encode(texts.map(nfc).join('\0')));

const ofPicture = ({ width, data }: Picture): bigint => hash64(data, width);

const ofSound = ({ sampleRate, samples }: Waveform): bigint =>
  hash64(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), sampleRate);

function ofVideo({ frameRate, frames }: Video): bigint {
  const hashes = BigUint64Array.from(frames, ofPicture);
  return hash64(new Uint8Array(hashes.buffer), Math.round(1000 * frameRate));
}
