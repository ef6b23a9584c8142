import '@tensorflow/tfjs-backend-wasm';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { loadGemm } from '../packages/backend-wasm/src/gemm/loadGemm.ts';

await setBackend('wasm');
const own = backend();
const g = { plain: await loadGemm(own, 'plain'), relaxed: await loadGemm(own, 'relaxed') };
const at = own.wasm._malloc(1 << 24);
own.wasm.HEAPF32.fill(0.5, at / 4, at / 4 + (1 << 22));
for (const [m, k, n, batch] of [
  [192, 384, 96, 1],
  [96, 256, 64, 1],
  [36, 24, 36, 64],
  [36, 36, 24, 64],
  [48, 24, 48, 64],
  [6, 384, 8, 64],
]) {
  const p = {
    rows: m,
    inner: k,
    columns: n,
    batch,
    a: { at, rowStep: k, columnStep: 1, batchStep: 0 },
    b: { at: at + (1 << 20), rowStep: n, columnStep: 1, batchStep: 0 },
    c: { at: at + (2 << 20), rowStep: n, batchStep: 0 },
  };
  const best = { plain: 1e9, relaxed: 1e9 };
  for (let r = 0; r < 1500; r++)
    for (const name of ['plain', 'relaxed']) {
      const t = performance.now();
      g[name](p);
      best[name] = Math.min(best[name], performance.now() - t);
    }
  console.log(
    m,
    k,
    n,
    batch,
    ((2 * batch * m * k * n) / best.plain / 1e6).toFixed(1),
    ((2 * batch * m * k * n) / best.relaxed / 1e6).toFixed(1),
  );
}
