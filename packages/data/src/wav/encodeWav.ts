import { DataError } from '../dataError.ts';
import type { Waveform } from '../speech/waveform.ts';

/**
 * The bytes of a WAV file, 16 bits a sample. What is beyond −1…1 is cut to it.
 *
 * @throws DataError when a sample is not a number, or the rate not a positive whole one.
 */
export function encodeWav({ sampleRate, samples }: Waveform): Uint8Array {
  if (!Number.isInteger(sampleRate) || sampleRate < 1) {
    throw new DataError(
      `encodeWav: sampleRate must be a positive integer, got ${sampleRate}. Resample it first.`,
    );
  }
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const name = (at: number, text: string): void => {
    for (let i = 0; i < 4; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  const [encoding, channels, bytes] = [1, 1, 2];
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
    const whole = Math.round(sample * 2 ** 15);
    view.setInt16(44 + bytes * i, Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, whole)), true);
  });
  return new Uint8Array(view.buffer);
}
