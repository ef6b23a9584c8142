// espeak-ng on a thread of its own. Asked { id, text, voice, rate, pitch } it answers { id, sampleRate, samples },
// or { id, problem }.
import { parentPort } from 'node:worker_threads';

// It seeds its random numbers, which are heard as noise in a voice, with the time: on this thread that stands.
Date.now = () => 0;

const ready = import('@echogarden/espeak-ng-emscripten').then(async ({ default: load }) => {
  const espeak = await load();
  const speaker = new espeak.eSpeakNGWorker();
  return { espeak, speaker, fresh: espeak.HEAPU8.slice() };
});
ready.catch(() => {}); // each question is answered with it

parentPort.on('message', async ({ id, ...question }) => {
  try {
    const { sampleRate, samples } = say(await ready, question);
    parentPort.postMessage({ id, sampleRate, samples }, [samples.buffer]);
  } catch (error) {
    const problem =
      error.code === 'ERR_MODULE_NOT_FOUND'
        ? '@echogarden/espeak-ng-emscripten is needed and not installed. Run: npm install --save-dev @echogarden/espeak-ng-emscripten'
        : error.message;
    parentPort.postMessage({ id, problem });
  }
});

function say({ espeak, speaker, fresh }, { text, voice, rate, pitch }) {
  // What it keeps of one text, such as its random numbers, would be heard in the next.
  espeak.HEAPU8.set(fresh);
  espeak.HEAPU8.fill(0, fresh.length);
  if (speaker.set_voice(voice) !== 0) {
    throw new Error(`espeak-ng has no voice '${voice}'. Use another language.`);
  }
  speaker.set_rate(rate);
  speaker.set_pitch(pitch);
  const pieces = [];
  speaker.synthesize(text, (bytes) => {
    if (bytes) pieces.push(Float32Array.from(new Int16Array(bytes), (x) => x / 32768));
  });
  const samples = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { sampleRate: speaker.samplerate, samples };
}
