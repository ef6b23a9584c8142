import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('the pnpm that installs is the pnpm that turbo finds', () => {
  assert.equal(manifest.packageManager, `pnpm@${manifest.devDependencies.pnpm}`);
});

test('.nvmrc names a version that engines allow', () => {
  assert.ok(
    Number.parseInt(read('.nvmrc'), 10) >= Number.parseInt(manifest.engines.node.slice(2), 10),
  );
});
