import { DataError } from '../dataError.ts';
import type { Random } from '../random/random.ts';
import type { Speak, Voice } from '../speech/speak.ts';
import type { Waveform } from '../speech/waveform.ts';

/**
 * Draws who says a caption and how: every fifth speaker only in the splits for testing, all others only in
 * training. Speed and pitch are hundredths, so that they are exact in factors and in the names of files.
 */
export function drawVoice(language: string, isTraining: boolean, random: Random): Voice {
  const rest = isTraining ? 1 + random.integer(4) : 0;
  return {
    language,
    speaker: 5 * random.integer(20) + rest,
    speed: (80 + random.integer(46)) / 100,
    pitch: (80 + random.integer(46)) / 100,
  };
}

/** @throws DataError when nothing is to be heard. */
export async function spoken(speak: Speak, text: string, voice: Voice): Promise<Waveform> {
  const speech = await speak(text, voice);
  if (speech.samples.length > 0) return speech;
  throw new DataError(
    `shapes: speak must give samples, got none for '${text}' in '${voice.language}'.`,
  );
}
