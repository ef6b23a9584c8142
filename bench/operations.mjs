// How fast are single operations beside other runtimes: PyTorch, onnxruntime-node, jax-js? GFLOP/s of ours and of each
// peer, the best of ten or more turns.
// npm run bench -- operations [--threads 1] [--peer pytorch,onnxruntime,jax-js]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { conv2d } from '@tensorflow/tfjs-core';
import { wasm } from '@xm/backend-wasm';
import { createRng, matMul, normal, useBackend } from '@xm/tensor-ops';
import { peers } from './peers/operations.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    peer: { type: 'string', default: Object.keys(peers).join(',') },
  },
});
const threads = Number(values.threads);
const wanted = values.peer.split(',');
const unknown = wanted.find((name) => !Object.hasOwn(peers, name));
if (unknown !== undefined || !Number.isInteger(threads) || threads < 1) {
  console.error(
    `bench operations: --threads must be a whole number from 1, --peer one or more of ${Object.keys(peers)}`,
  );
  process.exit(2);
}

const square = (n) => ({ kind: 'product', a: [n, n], b: [n, n], y: [n, n] });
const conv = (a, size, filters, stride) => ({
  ...{ kind: 'conv', a, b: [size, size, a[3], filters], stride },
  y: [a[0], a[1] / stride, a[2] / stride, filters],
});
const operations = [
  ...[128, 512, 1024].map(square),
  conv([256, 8, 8, 32], 3, 32, 1),
  conv([64, 32, 32, 64], 3, 64, 1),
  conv([256, 4, 4, 96], 3, 96, 1),
  conv([128, 32, 32, 32], 4, 64, 2),
  conv([128, 8, 8, 128], 4, 256, 2),
];
const [leastTurns, leastMs] = [10, 300];

const { detail } = await useBackend([wasm({ threads })]);
const opened = [['xm', { prepare: async (operation) => ours(operation), end: () => {} }]];
for (const name of wanted) {
  const peer = await peers[name](threads);
  if (peer.reason) console.error(`${name} skipped: ${peer.reason}`);
  else opened.push([name, peer]);
}

for (const operation of operations) {
  const runners = await Promise.all(
    opened.map(async ([name, peer]) => [name, await peer.prepare(operation)]),
  );
  const best = await takeTurns(runners);
  const rates = Object.fromEntries(
    Object.entries(best).map(([name, ms]) => [
      name,
      Number((flopOf(operation) / ms / 1e6).toFixed(1)),
    ]),
  );
  const { a, b, stride } = operation;
  const label = `[${a}] ${stride ? `* [${b}] / ${stride}` : `· [${b}]`}`;
  console.log(JSON.stringify({ bench: 'operations', threads, operation: label, ...rates }));
  for (const [, runner] of runners) await runner.end();
}
for (const [, peer] of opened) peer.end();
console.log(
  JSON.stringify({
    bench: 'operations',
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}, ${detail}`,
  }),
);

function ours({ kind, a, b, stride }) {
  const rng = createRng(1);
  const [x, y] = [normal(rng, a), normal(rng, b)];
  const run = async () => {
    const begin = performance.now();
    const result = kind === 'conv' ? conv2d(x, y, stride, 'same') : matMul(x, y);
    result.dispose();
    return performance.now() - begin;
  };
  return {
    run,
    end: () => {
      x.dispose();
      y.dispose();
    },
  };
}

/** Milliseconds of the fastest turn of each; one that takes seconds has a single turn after warming up. */
async function takeTurns(runners) {
  const best = {};
  for (const [name, runner] of runners) {
    await runner.run();
    best[name] = await runner.run();
  }
  const quick = runners.filter(([name]) => best[name] < 1000);
  const begin = performance.now();
  for (let turn = 0; turn < leastTurns || performance.now() - begin < leastMs; turn++) {
    for (const [name, runner] of quick) best[name] = Math.min(best[name], await runner.run());
  }
  return best;
}

function flopOf({ kind, a, b, y }) {
  const outputs = y.reduce((x, size) => x * size);
  return 2 * outputs * (kind === 'conv' ? b[0] * b[1] * b[2] : a[1]);
}
