import { Worker } from 'node:worker_threads';
import { DataError, type Waveform } from '@xm/data';

/** How espeak-ng is to say something. */
export interface Settings {
  /** A language and a variant of its voice: 'en+f3'. */
  readonly voice: string;
  /** Words a minute. */
  readonly rate: number;
  /** 0…100; every 50 are an octave. */
  readonly pitch: number;
}

interface Answer {
  readonly id: number;
  readonly problem?: string;
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

interface Waiting {
  resolve(sound: Waveform): void;
  reject(error: Error): void;
}

/**
 * espeak-ng on a thread of its own, at 22,050 samples a second. The same text and settings give the same
 * samples, whatever was said before. The thread begins with the first question; idle, it keeps nobody from
 * ending.
 *
 * What it answers is rejected with a DataError when the package is not installed or lacks the voice.
 *
 * @see https://github.com/espeak-ng/espeak-ng (GPL 3: never part of what is published)
 */
export function synthesizer(): (text: string, settings: Settings) => Promise<Waveform> {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let asked = 0;
  return (text, settings) =>
    new Promise((resolve, reject) => {
      const id = asked++;
      waiting.set(id, { resolve, reject });
      // Begun before it is needed, it could not be unref'd until it had started: a program would not end.
      thread ??= startThread(waiting);
      thread.ref();
      thread.postMessage({ id, text, ...settings });
    });
}

function startThread(waiting: Map<number, Waiting>): Worker {
  const worker = new Worker(new URL('./espeakWorker.mjs', import.meta.url));
  const take = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    return one;
  };
  worker.on('message', ({ id, problem, sampleRate, samples }: Answer) => {
    const one = take(id);
    if (problem === undefined) one?.resolve({ sampleRate, samples });
    else one?.reject(new DataError(`speech: ${problem}`));
  });
  worker.on('error', (error) => {
    for (const id of [...waiting.keys()]) take(id)?.reject(error);
  });
  return worker;
}
