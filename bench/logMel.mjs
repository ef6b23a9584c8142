// How many seconds of speech become log-mels in a second, on one thread, beside librosa and PyTorch?
// npm run bench -- logMel [--runs 100]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { invertLogMel, logMel, random } from '@xm/data';
import { pythonPeer } from './peers/pythonPeer.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100' } } });
const [runs, warmUps, repeats] = [Number(values.runs), 5, 5];

const sampleRate = 16_000;
const noise = random(1);
const samples = Float32Array.from({ length: sampleRate }, () => noise.uniform(-1, 1));
const features = logMel({ sampleRate, samples });
const peer = await pythonPeer('librosa_logMel.py', 1, 'librosa==0.11.0 torch==2.13.0');
if (peer.reason) console.error(`librosa and PyTorch skipped: ${peer.reason}`);

const timed = (times, run) => {
  const begin = performance.now();
  for (let i = 0; i < times; i++) run();
  return (performance.now() - begin) / times;
};
const ways = {
  xm: () => timed(repeats, () => logMel({ sampleRate, samples })),
  ...(peer.ask && {
    librosa: async () => Number(await peer.ask('librosa')),
    pytorch: async () => Number(await peer.ask('pytorch')),
  }),
  inverse: () => timed(1, () => invertLogMel(features)),
};

const best = {};
for (let i = 0; i < warmUps + runs; i++) {
  for (const [name, run] of Object.entries(ways)) {
    const ms = await run();
    if (i >= warmUps) best[name] = Math.min(best[name] ?? ms, ms);
  }
}
peer.end?.();

const secondsPerSecond = (ms) => Math.round(1000 / ms);
const ratio = (name) => Number((best[name] / best.xm).toFixed(2));
console.log(
  JSON.stringify({
    ...{ bench: 'logMel', threads: 1, ms: Number(best.xm.toFixed(3)) },
    secondsPerSecond: secondsPerSecond(best.xm),
    ...(peer.ask && {
      librosa: { secondsPerSecond: secondsPerSecond(best.librosa), timesAsFast: ratio('librosa') },
      pytorch: { secondsPerSecond: secondsPerSecond(best.pytorch), timesAsFast: ratio('pytorch') },
    }),
    inverse: {
      ms: Number(best.inverse.toFixed(1)),
      secondsPerSecond: secondsPerSecond(best.inverse),
    },
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}`,
  }),
);
