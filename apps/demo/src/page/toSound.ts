import type { Waveform } from '@xm/data';

const sampleRate = 16_000;
const longest = 30;

/**
 * The sound of a file that this browser can play, on one channel.
 *
 * @throws Error when it cannot be read, is silent or longer than half a minute.
 */
export async function toSound(file: File): Promise<Waveform> {
  const context = new OfflineAudioContext(1, sampleRate, sampleRate);
  const decoded = await context.decodeAudioData(await file.arrayBuffer()).catch(() => {
    throw new Error(`${file.name} is not a sound that this browser can read. Try WAV or MP3.`);
  });
  if (decoded.duration > longest) {
    throw new Error(
      `${file.name} takes ${Math.round(decoded.duration)} s. At most ${longest} are heard.`,
    );
  }
  const samples = new Float32Array(decoded.length);
  for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
    decoded.getChannelData(channel).forEach((x, i) => {
      samples[i] += x / decoded.numberOfChannels;
    });
  }
  if (samples.every((x) => Math.abs(x) < 0.001)) throw new Error(`${file.name} is silent.`);
  return { sampleRate: decoded.sampleRate, samples };
}
