#!/usr/bin/env node
// npm test [-- --filter data]: every package's tests, and the checks of the repository as a whole. Its
// last line is "N passed, N failed, N skipped" over everything.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root, run } from './bootstrap.mjs';

const { values } = parseArgs({ options: { filter: { type: 'string' } } });
const node = process.execPath;
const reports = mkdtempSync(join(tmpdir(), 'xm-test-'));

/** A package's jest suite. One package at a time, its files on all cores: fastest on two, and steady. */
const suite = (folder) => ({
  name: `@xm/${basename(folder)}`,
  async run() {
    const report = join(reports, `${basename(folder)}.json`);
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const args = ['--no-warnings', jest, '--json', `--outputFile=${report}`];
    const { code, output } = await run(node, args, {
      cwd: join(root, folder),
      quiet: true,
      nodeOptions: '--max-old-space-size=4096',
    });
    try {
      const result = JSON.parse(readFileSync(report, 'utf8'));
      const broken = result.numRuntimeErrorTestSuites; // files that did not even load
      return {
        passed: result.numPassedTests,
        failed: result.numFailedTests + broken || (code === 0 ? 0 : 1),
        skipped: result.numPendingTests + result.numTodoTests,
        output,
      };
    } catch {
      return { passed: 0, failed: 1, skipped: 0, output };
    }
  },
});

/** A program whose exit code is its verdict: one test. */
const check = (name, program, ...args) => ({
  name,
  async run() {
    const { code, output } = await run(program, args, { quiet: true });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  },
});

const tool = (name) => join(root, 'node_modules/.bin', name);

const everything = () => [
  check('structure', node, 'tools/structure.mjs'),
  check('style', tool('biome'), 'check', '.', '--diagnostic-level=warn', '--error-on-warnings'),
  check('types', tool('tsc'), '-p', '.'),
  check('tools', node, '--test', 'tools/test/'),
  ...folders().map(suite),
  ...readdirSync(join(root, 'examples'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const program = join('examples', file);
      return check(program, node, '--import', './tools/typescript.mjs', program, '--steps', '2');
    }),
];

const folders = () =>
  ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );

await install();
const chosen = values.filter
  ? folders().filter((folder) => basename(folder) === values.filter)
  : folders();
if (chosen.length === 0) {
  const names = folders().map((folder) => basename(folder));
  console.error(`--filter must be one of ${names.join(', ')}, got ${values.filter}.`);
  process.exit(2);
}
await build();

const rows = [];
for (const part of values.filter ? chosen.map(suite) : everything()) {
  const begin = Date.now();
  const { output, ...counts } = await part.run();
  const row = { name: part.name, ...counts, seconds: (Date.now() - begin) / 1000 };
  rows.push(row);
  if (row.failed > 0) console.log(`\n${output}`);
  console.log(`${row.failed > 0 ? '✗' : '✓'} ${row.name} (${row.seconds.toFixed(1)} s)`);
}
rmSync(reports, { recursive: true });

const total = (field) => rows.reduce((sum, row) => sum + row[field], 0);
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i ? `${cell}`.padStart(9) : cell.padEnd(28))).join(''));
console.log();
line('', 'passed', 'failed', 'skipped', 'seconds');
for (const row of rows) {
  line(row.name, row.passed, row.failed, row.skipped, row.seconds.toFixed(1));
}
console.log();
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') > 0 ? 1 : 0;
