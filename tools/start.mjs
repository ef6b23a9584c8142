#!/usr/bin/env node
// npm start: installs, builds, trains the two quickstarts (a search, then a model that paints) and puts both
// into one report. Goes on with what was interrupted, and shows what is finished.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run } from './bootstrap.mjs';

await install();
await build('@xm/trainer...');

const folders = [];
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
  if (code !== 0) process.exit();
  console.log();
  folders.push(folder);
}
const { code } = await run(process.execPath, [
  'apps/trainer/bin/xm.mjs',
  'report',
  ...folders,
  '--out',
  'runs/quickstart.html',
]);
process.exitCode = code;
