import { decodeWav, encodeWav, resample, type Speak, trimSilence, type Waveform } from '@xm/data';
import type { DiskCache } from '@xm/data/node';
import { synthesizer } from './synthesizer.ts';
import { settingsOf } from './voices.ts';

/** What captions sound at: enough for speech, and what models of speech take. */
const sampleRate = 16_000;
/** Loudest sample: variants differ in loudness by a factor of eight. */
const peak = 0.5;
/** Windows of 25 ms, each 10 ms after the one before. */
const silence = { topDb: 40, frameLength: 400, hop: 160 } as const;
/** Raised when the same settings come to sound different. */
const version = 1;

/**
 * Speaks with fifty voices in the languages of espeak-ng, at 16,000 samples a second, without silence at the
 * ends. What was said once is taken from the cache, where one is given.
 */
export function speaker(cache?: DiskCache): Speak {
  const say = synthesizer();
  return async (text, voice) => {
    const settings = settingsOf(voice);
    const make = async (): Promise<Uint8Array> => encodeWav(finished(await say(text, settings)));
    const key = ['espeak-ng', version, text, settings];
    const bytes = await (cache === undefined ? make() : cache.get(key, make));
    return decodeWav(bytes, { source: `'${text}' by ${settings.voice}` });
  };
}

function finished(sound: Waveform): Waveform {
  const { samples } = trimSilence(resample(sound, sampleRate), silence);
  const loudest = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { sampleRate, samples: samples.map((x) => (x * peak) / loudest) };
}
