import { blankPicture, type Example, fitWords, type Picture, type Waveform } from '@xm/data';
import { type JointSpace, jointSpace } from '../src/index.ts';

/** Eight things: each a colour, two words, a tone, and the colour as it grows bright. */
export const things = 8;
const rate = 2000;

const plain = (thing: number, brightness: number): Picture => {
  const picture = blankPicture(8, 8);
  const colour = [thing & 1, thing & 2, thing & 4].map((bit) => (bit ? 250 : 20) * brightness);
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = colour[at % 3];
  return picture;
};

const tone = (thing: number): Waveform => ({
  sampleRate: rate,
  samples: Float32Array.from(
    { length: 300 },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * (80 + 110 * thing) * i) / rate),
  ),
});

export const whole = (thing: number): Example & Required<Pick<Example, 'speech' | 'text'>> => ({
  id: `thing${thing}`,
  image: plain(thing, 1),
  text: `first${thing % 4} second${Math.floor(thing / 4)}`,
  speech: tone(thing),
  video: { frameRate: 4, frames: [0.2, 0.4, 0.6, 0.8, 1].map((light) => plain(thing, light)) },
});

/** An example without some of its modalities. */
export function lacking(
  example: Example,
  ...names: ('image' | 'text' | 'speech' | 'video')[]
): Example {
  const rest: Record<string, unknown> = { ...example };
  for (const name of names) delete rest[name];
  return rest as unknown as Example;
}

export const small = (): JointSpace =>
  jointSpace({
    towers: {
      image: {
        encoder: { kind: 'patch', size: 8, patch: 8, dim: 16, depth: 0, heads: 2, pooling: 'mean' },
      },
      text: {
        encoder: { kind: 'bag', length: 4, dim: 16 },
        tokenizer: fitWords(Array.from({ length: things }, (_, thing) => whole(thing).text)),
      },
      speech: {
        encoder: {
          kind: 'transformer',
          frames: 8,
          mels: 16,
          halvings: 1,
          dim: 16,
          depth: 0,
          heads: 2,
        },
        spectrogram: { sampleRate: rate, fftSize: 64, windowLength: 64, hop: 32 },
      },
      video: {
        encoder: {
          kind: 'frames',
          time: 2,
          image: {
            kind: 'patch',
            size: 8,
            patch: 8,
            dim: 16,
            depth: 0,
            heads: 2,
            pooling: 'mean',
          },
          dim: 16,
          depth: 0,
          heads: 2,
        },
      },
    },
    dim: 8,
  });
