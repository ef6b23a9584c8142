#!/usr/bin/env node
// npm run support: runs the conformance suite on every backend that can be had here, and writes what each
// supports into docs/support.md. Needs .cache/native (tools/native/build.mjs) and .cache/webgpu (npm
// install --prefix .cache/webgpu webgpu, a Vulkan driver in VK_ICD_FILENAMES) for those two.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from './bootstrap.mjs';

const package_ = (name) => import(pathToFileURL(join(root, `packages/${name}/dist/index.mjs`)));
const cached = (name) => join(root, '.cache', name);

/** How each backend is made; those that are not here are left out. */
const makers = {
  cpu: async () => (await package_('tensor-ops')).cpu(),
  wasm: async () => (await package_('backend-wasm')).wasm(),
  native: async () => (await package_('backend-native')).native({ path: cached('native') }),
  webgpu: async () => {
    const dawn = join(cached('webgpu'), 'node_modules/webgpu/index.js');
    const { create, globals } = await import(pathToFileURL(dawn));
    Object.assign(globalThis, globals, { navigator: { gpu: create([]) } });
    return (await package_('backend-browser')).webgpu();
  },
};
const here = (name) => !['native', 'webgpu'].includes(name) || existsSync(cached(name));

const share = (rows) => `${rows.filter(({ status }) => status === 'ok').length}/${rows.length}`;
const plain = (reason) => reason.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const [only] = process.argv.slice(2);
if (only) await printRows(only);
else await writeTable();

/** One backend a process: each brings kernels and gradients of its own. */
async function printRows(name) {
  const { runConformance } = await package_('testing');
  const rows = await runConformance(await makers[name]());
  process.stdout.write(JSON.stringify(rows), () => process.exit(0));
}

async function writeTable() {
  await build();
  const names = Object.keys(makers).filter(here);
  const results = names.map((name) => {
    console.log(`Checking ${name} …`);
    const [command, ...rest] = [process.execPath, import.meta.filename ?? process.argv[1], name];
    const options = { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] };
    return JSON.parse(execFileSync(command, rest, options));
  });
  const operations = [...new Set(results[0].map(({ op }) => op))];
  const table = [
    ['operation', ...names],
    ['---', ...names.map(() => '---')],
    ...operations.map((op) => [
      op,
      ...results.map((rows) => cell(rows.filter((r) => r.op === op))),
    ]),
    ['**all**', ...results.map((rows) => `**${share(rows)}**`)],
  ];
  const widths = table[0].map((_, i) => Math.max(...table.map((cells) => cells[i].length)));
  const lines = table.map((cells, row) => {
    const padded = cells.map((text, i) => text.padEnd(widths[i], row === 1 ? '-' : ' '));
    return `| ${padded.join(' | ')} |`;
  });
  const reasons = names.flatMap((name, i) => [
    `\n## What does not pass on ${name}\n`,
    ...results[i]
      .filter(({ status }) => status !== 'ok')
      .map(({ case: at, reason }) => `- ${at}: ${plain(reason)}`),
  ]);
  writeFileSync(
    join(root, 'docs/support.md'),
    `${[
      '# Support\n',
      'Written by `npm run support` from a run of the conformance suite of `@xm/testing`: checks passed of all, values and',
      'gradients each, compared with a plain reference in double precision. WebGPU ran on Dawn and SwiftShader, native on',
      'TensorFlow 2.21 on the processor.\n',
      ...lines,
      ...reasons,
    ].join('\n')}\n`,
  );
  console.log('Written: docs/support.md');
}

function cell(rows) {
  const gradients = rows.filter(({ part }) => part === 'gradient');
  const values = share(rows.filter(({ part }) => part === 'forward'));
  return gradients.length === 0 ? values : `${values}, ${share(gradients)}`;
}
