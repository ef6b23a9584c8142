#!/usr/bin/env node
// npm run packages: packs every public package, installs each alone with its peers in an empty folder,
// and imports it there as ESM and as CJS, as a user would.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build, install, root, run } from '../bootstrap.mjs';

await install();
await build();

const work = mkdtempSync(join(tmpdir(), 'xm-packages-'));
const packages = readdirSync(join(root, 'packages'))
  .map((name) => ({
    folder: join(root, 'packages', name),
    ...manifest(join(root, 'packages', name)),
  }))
  .filter(({ private: hidden }) => !hidden);

for (const one of packages) Object.assign(one, await pack(one.folder));
const overrides = Object.fromEntries(
  packages.map(({ name, tarball }) => [name, `file:${tarball}`]),
);

const rows = [];
for (const one of packages) {
  const folder = await installAlone(one);
  const found = await publint({ pack: { tarball: bytesOf(one.tarball) } });
  const messages = found.messages.map((message) => formatMessage(message, found.pkg));
  for (const entry of entriesOf(one)) {
    const esm = await exportsOf(folder, ['--input-type=module'], `import * as m from '${entry}';`);
    const cjs = await exportsOf(
      folder,
      ['--input-type=commonjs'],
      `const m = require('${entry}');`,
    );
    rows.push({ entry, esm, cjs, packed: one.packed, unpacked: one.unpacked });
  }
  for (const problem of [...one.problems, ...messages]) {
    rows.push({ entry: one.name, problem });
  }
}
rmSync(work, { recursive: true });

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i ? `${cell}`.padStart(10) : cell.padEnd(24))).join(''));
line('', 'ESM', 'CJS', 'packed', 'unpacked');
for (const { entry, esm, cjs, packed, unpacked } of rows.filter((row) => !row.problem)) {
  line(entry, esm.count, cjs.count, kB(packed), kB(unpacked));
}
const problems = rows.flatMap(({ entry, problem, esm, cjs }) =>
  [problem, esm?.problem, cjs?.problem].filter(Boolean).map((text) => `${entry}: ${text}`),
);
for (const problem of problems) console.log(`\n✗ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** The package as it would be published, and what is wrong with it before anyone imports it. */
async function pack(folder) {
  const args = ['pack', '--json', '--pack-destination', work];
  const { filename: tarball } = JSON.parse(await mustRun('pnpm', args, folder));
  const target = join(work, 'unpacked', manifest(folder).name);
  mkdirSync(target, { recursive: true });
  await mustRun('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], work);
  const paths = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(target, join(entry.parentPath ?? entry.path, entry.name)))
    .map((path) => path.split(sep).join('/'));
  const problems = [
    ...[
      'README.md',
      'LICENSE',
      'dist/index.mjs',
      'dist/index.cjs',
      'dist/index.d.mts',
      'dist/index.d.cts',
    ]
      .filter((path) => !paths.includes(path))
      .map((path) => `must hold ${path}, and does not.`),
    ...(/"workspace:/.test(JSON.stringify(manifest(target)))
      ? ['workspace:^ must have become a version, and has not.']
      : []),
  ];
  const unpacked = paths.reduce((sum, path) => sum + bytesOf(join(target, path)).byteLength, 0);
  return { tarball, packed: bytesOf(tarball).byteLength, unpacked, problems };
}

/** An empty folder with this package and its peers; other packages of ours come from their tarballs. */
async function installAlone({ name, tarball, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const folder = join(work, 'alone', name);
  mkdirSync(folder, { recursive: true });
  const peers = Object.entries(peerDependencies).filter(
    ([peer]) => !peerDependenciesMeta[peer]?.optional,
  );
  const dependencies = { ...Object.fromEntries(peers), [name]: `file:${tarball}` };
  const others = Object.fromEntries(Object.entries(overrides).filter(([other]) => other !== name));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies, overrides: others }),
  );
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  return folder;
}

/** How many names the entry exports; a problem when it cannot be imported or exports nothing. */
async function exportsOf(cwd, flags, importAsM) {
  const program = `${importAsM} console.log(Object.keys(m).length)`;
  const args = [...flags, '--eval', program];
  const { code, output } = await run(process.execPath, args, { cwd, quiet: true });
  if (code !== 0) return { count: '✗', problem: output };
  return Number(output) > 0 ? { count: Number(output) } : { count: 0, problem: 'exports nothing.' };
}

function entriesOf({ name, exports }) {
  const paths = Object.keys(exports).filter((path) => path !== './package.json');
  return paths.map((path) => name + path.slice(1));
}

async function mustRun(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd, quiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} in ${cwd}:\n${output}`);
  return output;
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** An ArrayBuffer, as publint wants it. */
function bytesOf(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function kB(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
