#!/usr/bin/env node
// Proves that a run survives: trains once undisturbed and once killed (kill -9) ten times at random
// moments, and compares the two models byte by byte. `node tools/kill-and-resume.mjs [preset] [seed]`
import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kills = 10;
const [preset = 'shapes3-embedding', seed = '3'] = process.argv.slice(2);
const xm = fileURLToPath(new URL('../apps/trainer/bin/xm.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'xm-'));

/** Runs xm; kills it after `lifetime` ms if it lives that long. Resolves to whether it ended by itself. */
const run = (args, lifetime) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [xm, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const timer = lifetime && setTimeout(() => child.kill('SIGKILL'), lifetime);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(`xm ${args.join(' ')} ended with ${code}:\n${errors}`));
    });
  });

const digest = (run) =>
  createHash('sha256')
    .update(readFileSync(join(run, 'model/model.safetensors')))
    .digest('hex');

const start = performance.now();
const calm = join(folder, 'calm');
await run(['train', '--preset', preset, '--seed', seed, '--out', calm]);
const whole = performance.now() - start;

const rough = join(folder, 'rough');
let killed = 0;
let done = false;
while (!done) {
  const args = existsSync(join(rough, 'config.json'))
    ? ['train', '--resume', rough]
    : ['train', '--preset', preset, '--seed', seed, '--out', rough];
  // Short enough that ten kills find a run that is still going, long enough to pass a saved state.
  const lifetime = killed < kills ? randomInt(300, Math.round(whole / 4)) : undefined;
  done = await run(args, lifetime);
  if (!done) console.log(`kill ${++killed} after ${lifetime} ms`);
}

const [expected, got] = [digest(calm), digest(rough)];
const same = expected === got;
console.log(JSON.stringify({ preset, seed, kills: killed, same, sha256: got }));
rmSync(folder, { recursive: true });
process.exitCode = same ? 0 : 1;
