#!/usr/bin/env node
// npm run demo [-- --port N]: installs, builds the page and serves it on this machine.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, must, root } from './bootstrap.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
await install();
await build('@xm/data');
await must('Building the page', process.execPath, ['apps/demo/build.mjs']);
const { serve } = await import('../apps/demo/serve.mjs');
const { url } = await serve(join(root, 'apps/demo/dist'), Number(values.port));
console.log(`\n${url}   (Ctrl-C ends it)`);
