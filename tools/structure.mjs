#!/usr/bin/env node
// npm run structure: holds the rules of docs/architecture.md that a program can check.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongArrows } from './arrows.mjs';

const longest = 220;

/** Everything in `base` that breaks a rule, one line each; empty when all is well. */
export async function findings(base) {
  const folders = ['packages', 'apps', 'examples', 'bench'].filter((f) =>
    existsSync(join(base, f)),
  );
  const files = folders.flatMap((folder) => sources(join(base, folder)));
  const texts = files.map((file) => ({
    file: relative(base, file).split(sep).join('/'),
    text: readFileSync(file, 'utf8'),
  }));
  return [
    ...(await wrongArrows(base, folders)),
    ...texts.flatMap(({ file, text }) => inOneFile(file, text)),
    ...readdirSync(join(base, 'packages'))
      .filter((name) => !existsSync(join(base, 'packages', name, 'README.md')))
      .map(
        (name) => `packages/${name}: every package must have a README.md. Write what it is for.`,
      ),
  ];
}

function inOneFile(file, text) {
  const lines = text.split('\n').length - 1;
  const library = /^packages\/[^/]+\/src\//.test(file);
  const broken = [];
  if (lines > longest && file.includes('/src/')) {
    broken.push(`${file}: at most ${longest} lines a file, got ${lines}. Give a part a file.`);
  }
  if (/\b(TODO|FIXME)\b/.test(text)) {
    broken.push(`${file}: no TODO or FIXME. Do it now, or write an issue.`);
  }
  if (library && /\bconsole\.log\(/.test(text)) {
    broken.push(`${file}: a library must not print. Hand the text to its caller.`);
  }
  return broken;
}

const skipped = new Set(['node_modules', 'dist', 'golden', '.turbo', 'reports', 'runs']);

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const broken = await findings(fileURLToPath(new URL('..', import.meta.url)));
  for (const line of broken) console.log(line);
  console.log(broken.length === 0 ? 'The structure holds.' : `${broken.length} rules broken.`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
