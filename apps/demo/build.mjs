// Builds the page into dist/: static files that any server can serve.
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from '@xm/data';
import { emoji } from '@xm/data/node';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, 'emoji'), { recursive: true });
await build({
  entryPoints: [join(root, 'src/main.ts'), join(root, 'src/worker.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: true,
  conditions: ['@xm/source'],
  // tfjs and backend-wasm look for these only where they find themselves in Node.
  external: ['fs', 'path', 'os', 'crypto', 'util', 'worker_threads', 'perf_hooks'],
  logLevel: 'warning',
});
await cp(join(root, 'public'), dist, { recursive: true });
await cp(join(root, 'models'), join(dist, 'models'), { recursive: true });

const backendWasm = createRequire(require.resolve('@xm/backend-wasm/package.json'));
const wasmFiles = dirname(
  backendWasm.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
);
for (const name of await readdir(wasmFiles)) {
  if (name.endsWith('.wasm')) await cp(join(wasmFiles, name), join(dist, 'wasm', name));
}

// The pictures of an artist whom the model did not see: named 'twitter/1F353' in its index.
const { heldOut } = await emoji({ trainArtists: ['google'], heldOutArtist: 'twitter', from: root });
for (let i = 0; i < heldOut.length; i++) {
  const { id, image } = await heldOut.get(i);
  await writeFile(join(dist, 'emoji', `${id.split('/')[1]}.png`), encodePng(image));
}

const bytes = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
};
const mb = (count) => `${(count / 1e6).toFixed(1)} MB`;
console.log(
  `${dist}: ${mb(await bytes(dist))}, of which models ${mb(await bytes(join(dist, 'models')))}`,
);
