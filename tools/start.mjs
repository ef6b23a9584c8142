#!/usr/bin/env node
// npm start: installs, builds, and trains the two quickstarts: a search, then a model that paints. Goes on
// with what was interrupted, and shows what is finished.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run } from './bootstrap.mjs';

await install();
await build('@xm/trainer...');

for (const preset of ['quickstart', 'quickstart-vae']) {
  const folder = `runs/${preset}`;
  const has = (file) => existsSync(join(root, folder, file));
  const verb = has('metrics.json')
    ? ['show', '--run', folder]
    : has('config.json')
      ? ['train', '--resume', folder]
      : ['train', '--preset', preset, '--seed', '1', '--out', folder];
  const { code } = await run(process.execPath, ['apps/trainer/bin/xm.mjs', ...verb]);
  process.exitCode = code;
  if (code !== 0) break;
  console.log();
}
