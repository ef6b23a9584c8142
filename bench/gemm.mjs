// How fast are matrix products on wasm, beside stock TensorFlow.js? The products of layers,
// of convolutions (as rows of patches) and of attention, forward and backward: GFLOP/s, best of ten runs.
// npm run bench -- gemm [part of a label …]
import os from 'node:os';
import '@tensorflow/tfjs-backend-wasm';
import { backend, matMul, randomUniform, setBackend } from '@tensorflow/tfjs-core';
import { gemm, loadCompiled } from '@xm/backend-wasm/compiled';

const runs = 10;
const transposes = {
  A·B: [false, false],
  A·Bᵀ: [false, true],
  Aᵀ·B: [true, false],
  Aᵀ·Bᵀ: [true, true],
};

/** [label, transposes, rows, inner, columns, batch]. */
const products = [
  ...Object.keys(transposes).map((how) => ['square', how, 1024, 1024, 1024, 1]),
  ...layer('dense', 9216, 96, 288),
  ...layer('conv 48', 36864, 432, 48),
  ...layer('conv 96', 9216, 864, 96),
  ...layer('conv 192', 2304, 1728, 192),
  ...['A·Bᵀ', 'A·B', 'Aᵀ·B'].map((how) => ['attention', how, 36, 24, 36, 1024]),
  ['vector', 'A·B', 1, 1024, 1024, 1],
  ['column', 'A·B', 1024, 1024, 1, 1],
];

/** Forward, gradient of the input, gradient of the weights. */
function layer(label, rows, inner, columns) {
  return [
    [label, 'A·B', rows, inner, columns, 1],
    [label, 'A·Bᵀ', rows, columns, inner, 1],
    [label, 'Aᵀ·B', inner, rows, columns, 1],
  ];
}

await setBackend('wasm');
const own = backend();
const compiled = {
  plain: await loadCompiled(own, 'plain'),
  relaxed: await loadCompiled(own, 'relaxed'),
};
const wanted = process.argv.slice(2);

for (const [label, how, rows, inner, columns, batch] of products) {
  if (wanted.length > 0 && !wanted.some((part) => label.includes(part))) continue;
  const [transposeA, transposeB] = transposes[how];
  const a = randomUniform([batch, ...(transposeA ? [inner, rows] : [rows, inner])], -1, 1);
  const b = randomUniform([batch, ...(transposeB ? [columns, inner] : [inner, columns])], -1, 1);
  const c = randomUniform([batch, rows, columns]);
  const product = {
    rows,
    inner,
    columns,
    batch,
    a: { ...matrix(a, transposeA), batchStep: rows * inner },
    b: { ...matrix(b, transposeB), batchStep: inner * columns },
    c: { ...matrix(c, false), batchStep: rows * columns },
  };
  const best = fastest({
    plain: () => gemm(compiled.plain, product),
    relaxed: () => gemm(compiled.relaxed, product),
    stock: () => matMul(a, b, transposeA, transposeB).dispose(),
  });
  const flop = 2 * batch * rows * inner * columns;
  const rates = Object.fromEntries(
    Object.entries(best).map(([name, ms]) => [name, Number((flop / ms / 1e6).toFixed(1))]),
  );
  const ratio = Number((best.stock / best.relaxed).toFixed(1));
  const size = `${batch > 1 ? `${batch}× ` : ''}[${rows},${inner}]·[${inner},${columns}]`;
  console.log(JSON.stringify({ bench: 'gemm', label, how, size, ...rates, ratio }));
  for (const x of [a, b, c]) x.dispose();
}
console.log(
  JSON.stringify({
    bench: 'gemm',
    machine: `${os.cpus()[0].model}, Node ${process.versions.node}`,
  }),
);

function matrix(x, transposed) {
  const step = x.shape[2];
  const [rowStep, columnStep] = transposed ? [1, step] : [step, 1];
  return { at: own.getMemoryOffset(x.dataId), rowStep, columnStep };
}

/** Milliseconds of the fastest run of each; short ones are repeated until they can be timed. */
function fastest(candidates) {
  const best = {};
  const names = Object.keys(candidates);
  const repeats = {};
  for (const name of names) {
    candidates[name]();
    const begin = performance.now();
    candidates[name]();
    repeats[name] = Math.min(1000, Math.ceil(5 / (performance.now() - begin)));
    best[name] = Number.POSITIVE_INFINITY;
  }
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      const begin = performance.now();
      for (let i = 0; i < repeats[name]; i++) candidates[name]();
      best[name] = Math.min(best[name], (performance.now() - begin) / repeats[name]);
    }
  }
  return best;
}
