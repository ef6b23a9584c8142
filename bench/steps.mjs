// How long is a training step, and how much longer than PyTorch's on as many threads?
// npm run bench -- steps [name …] [--backend wasm|cpu|native] [--threads 1] [--plain] [--peer pytorch] [--runs 10] [--profile] [--json]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { native } from '@xm/backend-native';
import { wasm } from '@xm/backend-wasm';
import { cpu, memory, useBackend } from '@xm/tensor-ops';
import { pytorch } from './peers/pytorch.mjs';
import { profileKernels } from './profileKernels.mjs';
import { steps } from './steps/steps.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
    peer: { type: 'string' },
    runs: { type: 'string', default: '10' },
    profile: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const threads = wholeNumber('threads');
const runs = wholeNumber('runs');
oneOf('--backend', values.backend, ['wasm', 'cpu', 'native']);
if (values.peer !== undefined) oneOf('--peer', values.peer, ['pytorch']);
const warmUps = 3;
const names = positionals.length > 0 ? positionals : Object.keys(steps);
for (const name of names) oneOf('a step', name, Object.keys(steps));

// TensorFlow reads how many threads it may use when it is loaded.
process.env.TF_NUM_INTRAOP_THREADS = String(threads);
const backends = { wasm: () => wasm({ threads, relaxedSimd: !values.plain }), cpu, native };
const { name: backend, detail } = await useBackend([backends[values.backend]()]);
const peer = values.peer === undefined ? undefined : await pytorch(threads);
if (peer?.reason) console.error(`pytorch skipped: ${peer.reason}`);

const profile = values.profile ? profileKernels(backend) : undefined;

for (const name of names) {
  const step = steps[name]();
  const [ours, theirs] = [[], []];
  let live;
  for (let i = 0; i < warmUps + runs; i++) {
    if (peer?.run) theirs.push(await peer.run(name));
    const begin = performance.now();
    const loss = await step();
    ours.push(performance.now() - begin);
    if (!Number.isFinite(loss)) throw new Error(`bench steps: the loss of ${name} is ${loss}.`);
    live ??= memory().numTensors;
    if (memory().numTensors !== live) {
      throw new Error(`bench steps: ${name} leaks ${memory().numTensors - live} tensors.`);
    }
  }
  if (profile) {
    profile.start();
    await step();
    console.log(profile.table());
  }
  const best = (times) => Number(Math.min(...times.slice(warmUps)).toFixed(1));
  const ms = best(ours);
  const result = {
    ...{ bench: name, backend, threads, ms },
    ...(peer?.run && { peer: 'pytorch', peerMs: best(theirs) }),
    ...(peer?.run && { ratio: Number((ms / best(theirs)).toFixed(2)) }),
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}, ${detail}`,
  };
  console.log(values.json ? JSON.stringify(result) : line(result));
}
peer?.end?.();

function line({ bench, ms, peerMs, ratio }) {
  const beside =
    peerMs === undefined ? '' : `  PyTorch ${String(peerMs).padStart(7)} ms  × ${ratio}`;
  return `${bench.padEnd(22)} ${String(ms).padStart(8)} ms${beside}`;
}

function wholeNumber(option) {
  const value = Number(values[option]);
  if (Number.isInteger(value) && value >= 1) return value;
  refuse(`--${option} must be a whole number from 1, got '${values[option]}'.`);
}

function oneOf(what, value, known) {
  if (!known.includes(value)) refuse(`${what} must be one of ${known.join(', ')}, got '${value}'.`);
}

function refuse(message) {
  console.error(`bench steps: ${message}`);
  process.exit(2);
}
