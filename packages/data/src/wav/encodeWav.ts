import { DataError } from '../dataError.ts';
import type { Waveform } from '../speech/waveform.ts';

export interface WavOptions {
  /** 16 bits a sample, to which what is beyond −1…1 is cut, or floats, without loss. 'int16' by default. */
  readonly samples?: 'int16' | 'float32';
}

/**
 * The bytes of a WAV file.
 *
 * @throws DataError when a sample is not a number, or the rate not a positive whole one.
 */
export function encodeWav({ sampleRate, samples }: Waveform, options: WavOptions = {}): Uint8Array {
  if (!Number.isInteger(sampleRate) || sampleRate < 1) {
    throw new DataError(
      `encodeWav: sampleRate must be a positive integer, got ${sampleRate}. Resample it first.`,
    );
  }
  const floats = options.samples === 'float32';
  const [encoding, channels, bytes] = floats ? [3, 1, 4] : [1, 1, 2];
  const view = new DataView(new ArrayBuffer(44 + bytes * samples.length));
  const name = (at: number, text: string): void => {
    for (let i = 0; i < 4; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  name(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  name(8, 'WAVE');
  name(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, encoding, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytes, true);
  view.setUint16(32, bytes, true);
  view.setUint16(34, 8 * bytes, true);
  name(36, 'data');
  view.setUint32(40, bytes * samples.length, true);
  samples.forEach((sample, i) => {
    if (Number.isNaN(sample)) {
      throw new DataError(`encodeWav: samples must be numbers, sample ${i} is NaN.`);
    }
    if (floats) view.setFloat32(44 + bytes * i, sample, true);
    else {
      const whole = Math.round(sample * 2 ** 15);
      view.setInt16(44 + bytes * i, Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, whole)), true);
    }
  });
  return new Uint8Array(view.buffer);
}
