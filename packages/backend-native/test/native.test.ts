import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { useBackend } from '@xm/tensor-ops';
import {
  asExpected,
  conformanceChecks,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
} from '@xm/testing';
import { native } from '../src/index.ts';

/** What tfjs-node 4.22 lacks or gets wrong, beyond core. */
const known: readonly Shortcoming[] = [
  ...shortcomingsOfCore,
  { rows: /^conv2d .*pad 1/, reason: 'padding in numbers is refused: pad before, and use valid' },
  { rows: /^resizeBilinear .*halfPixelCenters true, gradient/, reason: 'wrong with half pixels' },
  {
    rows: /^resizeNearestNeighbor \[2,5,5,1\].*halfPixelCenters true, gradient/,
    reason: 'wrong with half pixels',
  },
];

test('where it is not installed says what to install', async () => {
  const backend = native({ path: mkdtempSync(join(tmpdir(), 'xm-native-')) });
  expect(await backend.probe()).toEqual({
    ok: false,
    reason: 'tfjs-node is not installed',
    remedy: 'npm install @tensorflow/tfjs-node (-gpu with CUDA)',
  });
  await expect(useBackend([backend])).rejects.toThrow('native: tfjs-node is not installed');
});

const folder = resolve(process.env['XM_TFJS_NODE'] ?? join(__dirname, '../../../.cache/native'));

if (!existsSync(join(folder, 'node_modules'))) {
  test.skip('skipped: no native backend (node tools/native/build.mjs builds one)', () => {});
} else {
  describe('conformance', () => {
    let rows: Row[] = [];
    beforeAll(() => {
      const program = join(mkdtempSync(join(tmpdir(), 'xm-native-')), 'conformance.mjs');
      execFileSync(join(__dirname, '../node_modules/.bin/esbuild'), [
        ...[join(__dirname, 'conformance.ts'), `--outfile=${program}`, '--log-level=error'],
        ...['--bundle', '--format=esm', '--platform=node', '--conditions=@xm/source'],
        "--banner:js=import { createRequire as xmRequire } from 'node:module'; const require = xmRequire(import.meta.url);",
      ]);
      const output = execFileSync(process.execPath, [program], {
        encoding: 'utf8',
        env: { ...process.env, XM_TFJS_NODE: folder },
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const result = JSON.parse(output) as { detail: string; rows: Row[] };
      expect(result.detail).toMatch(/^@tensorflow\/tfjs-node/);
      rows = result.rows;
    }, 120_000);

    test.each(conformanceChecks.map(({ name }, i) => [name, i] as const))('%s', (_, i) => {
      if (!asExpected(rows[i], known)) {
        throw new Error(rows[i].reason ?? 'passes now: take it off the list of known shortcomings');
      }
    });
  });
}
