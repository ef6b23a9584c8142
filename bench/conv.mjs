// How fast are convolutions on wasm, forward, gradient of the input, gradient of the filter? GFLOP/s, best
// of ten runs. The shapes are those of the four steps and of the quickstart's conv-tiny.
// npm run bench -- conv [--threads 1] [--plain]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { engine } from '@tensorflow/tfjs-core';
import { wasm } from '@xm/backend-wasm';
import { createRng, normal, useBackend } from '@xm/tensor-ops';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
  },
});
const threads = Number(values.threads);
const { detail } = await useBackend([wasm({ threads, relaxedSimd: !values.plain })]);
const [runs, rng] = [10, createRng(1)];

/** [input, side of the filter, filters, stride] */
const shapes = [
  [[256, 8, 8, 32], 3, 32, 1],
  [[256, 4, 4, 96], 3, 96, 1],
  [[128, 64, 64, 3], 4, 32, 2],
  [[128, 32, 32, 32], 4, 64, 2],
  [[128, 16, 16, 64], 4, 128, 2],
  [[128, 8, 8, 128], 4, 256, 2],
];

for (const [inputShape, size, filters, stride] of shapes) {
  const filterShape = [size, size, inputShape[3], filters];
  const side = inputShape[1] / stride;
  const outShape = [inputShape[0], side, side, filters];
  const [x, filter, dy] = [inputShape, filterShape, outShape].map((shape) => normal(rng, shape));
  const how = { strides: stride, pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  const products = {
    forward: ['Conv2D', { x, filter }, how],
    input: ['Conv2DBackpropInput', { dy, filter }, { ...how, inputShape }],
    filter: ['Conv2DBackpropFilter', { x, dy }, { ...how, filterShape }],
  };
  const flop = 2 * outShape.reduce((a, b) => a * b) * size * size * inputShape[3];
  const rates = Object.fromEntries(
    Object.entries(products).map(([name, call]) => {
      const ms = Math.min(...Array.from({ length: runs }, () => timed(call)));
      return [name, Number((flop / ms / 1e6).toFixed(1))];
    }),
  );
  const shape = `[${inputShape}] * [${filterShape}] / ${stride}`;
  console.log(JSON.stringify({ bench: 'conv', threads, shape, ...rates }));
  for (const tensor of [x, filter, dy]) tensor.dispose();
}
console.log(
  JSON.stringify({
    bench: 'conv',
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}, ${detail}`,
  }),
);

function timed(call) {
  const begin = performance.now();
  engine()
    .runKernel(...call)
    .dispose();
  return performance.now() - begin;
}
