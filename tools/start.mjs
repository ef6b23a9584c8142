#!/usr/bin/env node
// npm start: installs, builds, and trains the quickstart; goes on with one that was interrupted, and
// shows one that is finished.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run } from './bootstrap.mjs';

const folder = 'runs/quickstart';
const has = (file) => existsSync(join(root, folder, file));

await install();
await build('@xm/trainer...');

const verb = has('metrics.json')
  ? ['show', '--run', folder]
  : has('config.json')
    ? ['train', '--resume', folder]
    : ['train', '--preset', 'quickstart', '--seed', '1', '--out', folder];
const { code } = await run(process.execPath, ['apps/trainer/bin/xm.mjs', ...verb]);
process.exitCode = code;
