import { blankPicture, logMel, type Picture, type Waveform } from '@xm/data';
import { magma } from './colourMap.ts';

const mels = 64;
const mostFrames = 256;
/** Nats from the loudest to black: 80 dB. */
const depth = 8 * Math.LN10;
/** −40 dB of full scale: a sound whose peak is below is drawn as much darker. */
const faint = 0.01;

/**
 * A sound as a picture: time from left to right, pitch from low to high on the mel scale, loudness as light,
 * 80 dB of it.
 *
 * @returns 64 pixels high, at most 256 wide
 */
export function spectrogram(sound: Waveform): Picture {
  const { sampleRate, samples } = sound;
  const windowLength = Math.max(32, Math.round(sampleRate / 40));
  const { data, frames } = logMel(sound, {
    sampleRate,
    mels,
    windowLength,
    fftSize: 2 ** Math.ceil(Math.log2(2 * windowLength)),
    hop: Math.max(1, Math.round(sampleRate / 100), Math.ceil(samples.length / (mostFrames - 1))),
  });
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const darker = Math.max(0, -2 * Math.log(peak / faint));
  const loudest = data.reduce((most, nats) => Math.max(most, nats)) + darker;
  const picture = blankPicture(frames, mels);
  for (let frame = 0; frame < frames; frame++) {
    for (let mel = 0; mel < mels; mel++) {
      const strength = 1 + (data[frame * mels + mel] - loudest) / depth;
      picture.data.set(magma(strength), 3 * ((mels - 1 - mel) * frames + frame));
    }
  }
  return picture;
}
