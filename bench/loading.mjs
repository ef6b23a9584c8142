// How many 64×64 PNG files are read, decoded and augmented a second, beside sharp alone and PIL with numpy?
// npm run bench -- loading [--pictures 1900] [--runs 5] [--json]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { batches, encodePng, shapes } from '@xm/data';
import { folder } from '@xm/data/node';
import { augment, augmentation } from './loading/augment.mjs';
import { pythonPeer } from './peers/pythonPeer.mjs';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '1900' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.pictures);
const trainer = fileURLToPath(new URL('../apps/trainer/package.json', import.meta.url));
const sharp = createRequire(trainer)('sharp');

const path = mkdtempSync(join(tmpdir(), 'xm-loading-'));
try {
  const drawn = shapes({ level: 5, count, seed: 1, size: 64 });
  for (let i = 0; i < count; i++) {
    writeFileSync(join(path, `${i}.png`), encodePng((await drawn.get(i)).image));
  }
  const source = await folder(path);
  const python = await pythonPeer('pil_loading.py', os.availableParallelism(), 'pillow numpy');
  if (python.reason) console.error(`PIL skipped: ${python.reason}`);
  const cases = {
    'xm, no workers': () => epoch(source, { transform: augment }),
    'xm, 1 worker': () => epoch(source, { workers: workers(1) }),
    'xm, 2 workers': () => epoch(source, { workers: workers(2) }),
    'sharp alone': withSharp,
    ...(python.ask ? { 'PIL and numpy': () => python.ask(path) } : {}),
  };
  const best = new Map();
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [name, load] of Object.entries(cases)) {
      const begin = performance.now();
      await load();
      const perSecond = (1000 * count) / (performance.now() - begin);
      best.set(name, Math.max(best.get(name) ?? 0, perSecond));
    }
  }
  python.end?.();
  for (const [name, perSecond] of best) {
    const line = { bench: 'loading', name, perSecond: Math.round(perSecond), pictures: count };
    console.log(
      values.json
        ? JSON.stringify(line)
        : `${name.padEnd(16)} ${String(line.perSecond).padStart(6)} pictures a second`,
    );
  }
} finally {
  rmSync(path, { recursive: true });
}

/** One pass: what a worker costs to start is part of it. */
async function epoch(source, options) {
  for await (const { examples } of batches(source, { size: 100, seed: 1, epochs: 1, ...options })) {
    if (examples[0].image.width !== 64) throw new Error('bench loading: a picture of another size');
  }
}

function workers(count) {
  const start = () => new Worker(new URL('./loading/loading.worker.mjs', import.meta.url));
  return { count, start, message: path };
}

/** libvips on its own threads: a turn and a change of colour of about the same kind. */
async function withSharp() {
  const inFlight = 100;
  for (let first = 0; first < count; first += inFlight) {
    await Promise.all(
      Array.from({ length: Math.min(inFlight, count - first) }, (_, i) =>
        sharp(readFileSync(join(path, `${first + i}.png`)))
          .affine([1, 0.1, -0.1, 1], { background: 'white' })
          .resize(64, 64, { fit: 'cover' })
          .modulate({ brightness: 1.1, saturation: 1.2, hue: augmentation.hue })
          .removeAlpha()
          .raw()
          .toBuffer(),
      ),
    );
  }
}
