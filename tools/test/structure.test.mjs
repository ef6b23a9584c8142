import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { findings } from '../structure.mjs';

/** The findings in a repository that holds these files and nothing else. */
async function findingsIn(files) {
  const base = mkdtempSync(join(tmpdir(), 'xm-structure-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    return await findings(base);
  } finally {
    rmSync(base, { recursive: true });
  }
}

const method = { 'packages/embedding/src/index.ts': 'export const loss = 1;\n' };
const readme = (...names) =>
  Object.fromEntries(names.map((name) => [`packages/${name}/README.md`, name]));

test('an arrow that points down is allowed', async () => {
  const files = {
    ...readme('networks', 'tensor-ops'),
    'packages/tensor-ops/src/index.ts': 'export const add = 1;\n',
    'packages/networks/src/index.ts': "export { add } from '../../tensor-ops/src/index.ts';\n",
  };
  assert.deepEqual(await findingsIn(files), []);
});

const wrong = [
  [
    'networks that know a method',
    'networks',
    "import '../../embedding/src/index.ts';\n",
    /@xm\/networks may import @xm\/tensor-ops/,
  ],
  [
    'a type of what is above',
    'data',
    "import type { loss } from '../../embedding/src/index.ts';\nexport type A = typeof loss;\n",
    /@xm\/data may import no @xm package/,
  ],
  [
    'tfjs outside tensor-ops',
    'networks',
    "import '@tensorflow/tfjs-core';\n",
    /may import @tensorflow/,
  ],
  [
    'a file system in a browser',
    'metrics',
    "import 'node:fs/promises';\n",
    /belongs under src\/node\.ts/,
  ],
  [
    'a package nobody placed',
    'unplaced',
    "import '../../embedding/src/index.ts';\n",
    /needs a row/,
  ],
  ['a file too long', 'metrics', 'export {};\n'.repeat(221), /at most 220 lines/],
  ['work left undone', 'metrics', `// ${'TO'}DO: all\n`, /no TODO/],
  ['a library that prints', 'metrics', "console.log('hello');\n", /must not print/],
];

for (const [what, name, text, expected] of wrong) {
  test(`${what} is found`, async () => {
    const own = {
      ...readme('embedding', name),
      ...method,
      [`packages/${name}/src/index.ts`]: text,
    };
    assert.match((await findingsIn(own)).join('\n'), expected);
  });
}

test('a package without README is found', async () => {
  assert.match((await findingsIn(method)).join('\n'), /packages\/embedding: .* README\.md/);
});
