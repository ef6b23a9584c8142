import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav, shapes, type Voice, type Waveform } from '@xm/data';
import { diskCache } from '@xm/data/node';
import { speaker } from '../src/speech/speaker.ts';
import { variants } from '../src/speech/voices.ts';

// espeak-ng gets quick only after some sentences.
jest.setTimeout(60_000);

const voice: Voice = { language: 'en', speaker: 6, speed: 1, pitch: 1 };
const caption = 'big red heart moves left';
const speak = speaker();

const hash = (speech: Waveform) =>
  createHash('sha256').update(encodeWav(speech)).digest('hex').slice(0, 16);
const seconds = ({ samples, sampleRate }: Waveform) => samples.length / sampleRate;

test('a caption takes about a second and a half, without silence at its ends', async () => {
  const speech = await speak(caption, voice);
  expect(speech.sampleRate).toBe(16_000);
  expect(seconds(speech)).toBeGreaterThan(1);
  expect(seconds(speech)).toBeLessThan(2);
  const loudest = Math.max(...speech.samples.map(Math.abs));
  expect(loudest).toBeCloseTo(0.5, 3);
  // It is heard within 25 ms of either end.
  for (const end of [speech.samples.subarray(0, 400), speech.samples.subarray(-400)]) {
    expect(Math.max(...end.map(Math.abs))).toBeGreaterThan(0.005);
  }
});

test('the same text and voice sound the same, whatever was said before and wherever', async () => {
  const first = await speak(caption, voice);
  for (const other of [1, 2]) await speak('something else', { ...voice, speaker: other });
  expect(await speak(caption, voice)).toEqual(first);
  expect(hash(first)).toBe('a8cf8ea6ba6e6949');
});

test('voices differ, and every fifth of the fifty is for testing', async () => {
  const sounds = new Set<string>();
  for (const i of [0, 1, 4, 5, 49]) {
    const speech = await speak('heart', { ...voice, speaker: i });
    expect(seconds(speech)).toBeGreaterThan(0.2);
    expect(seconds(speech)).toBeLessThan(1);
    sounds.add(hash(speech));
  }
  expect(sounds.size).toBe(5);
  expect([variants.length, new Set(variants).size]).toEqual([50, 50]);
});

test('speed, pitch and language are heard', async () => {
  const usual = await speak(caption, voice);
  const slow = await speak(caption, { ...voice, speed: 0.8 });
  expect(seconds(slow) / seconds(usual)).toBeGreaterThan(1.1);
  const high = await speak('aaaa', { ...voice, pitch: 1.25 });
  const low = await speak('aaaa', { ...voice, pitch: 0.8 });
  const ratio = frequency(high) / frequency(low);
  expect(ratio).toBeGreaterThan(1.35);
  expect(ratio).toBeLessThan(1.8);
  const german = await speak('rosa', { ...voice, language: 'de' });
  expect(german).not.toEqual(await speak('rosa', { ...voice, language: 'es' }));
  await expect(speak('rosa', { ...voice, language: 'xx' })).rejects.toThrow(/no voice 'xx\+f3'/);
});

/** Where the autocorrelation of 70 to 500 hertz is largest. */
function frequency({ samples, sampleRate }: Waveform): number {
  const middle = samples.subarray(samples.length * 0.3, samples.length * 0.7);
  const at = (lag: number) => {
    let sum = 0;
    for (let i = 0; i + lag < middle.length; i++) sum += middle[i] * middle[i + lag];
    return sum / (middle.length - lag);
  };
  const lags = Array.from({ length: 196 }, (_, i) => 32 + i);
  return sampleRate / lags.reduce((best, lag) => (at(lag) > at(best) ? lag : best));
}

test('what was said once is taken from the cache', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xm-speech-'));
  const kept = speaker(diskCache(folder));
  const first = await kept(caption, voice);
  expect(first).toEqual(await speak(caption, voice));
  expect(await kept(caption, voice)).toEqual(first);
  await kept(caption, { ...voice, speed: 0.9 });
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => entry.isFile())).toHaveLength(2);
  await rm(folder, { recursive: true });
});

test('shapes are spoken in their language', async () => {
  const data = shapes({ level: 6, count: 3, seed: 1, size: 8, speak });
  for (let i = 0; i < 3; i++) {
    const { speech } = await data.get(i);
    expect(seconds(speech!)).toBeGreaterThan(1.5);
    expect(seconds(speech!)).toBeLessThan(7);
  }
});
