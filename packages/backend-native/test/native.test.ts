import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import util from 'node:util';
import { useBackend } from '@xm/tensor-ops';
import {
  assertAsExpected,
  conformanceChecks,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
} from '@xm/testing';
import { bundle } from '@xm/testing/node';
import { native } from '../src/index.ts';
import { restoreOldUtil } from '../src/oldUtil.ts';

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

test('puts back what Node 23 took out of util', () => {
  const old = util as unknown as Record<string, (value: unknown) => boolean>;
  const { isNullOrUndefined, isArray } = old;
  delete old['isNullOrUndefined'];
  delete old['isArray'];
  restoreOldUtil();
  expect([null, undefined, 0].map(old['isNullOrUndefined'])).toEqual([true, true, false]);
  expect([[], {}].map((value) => old['isArray'](value))).toEqual([true, false]);
  Object.assign(old, { isNullOrUndefined, isArray });
});

/** A folder in which `names` seem to be installed. */
function fakeInstall(names: string[], withBinding: string[]): string {
  const home = mkdtempSync(join(tmpdir(), 'xm-native-'));
  for (const name of names) {
    const own = join(home, 'node_modules', name);
    mkdirSync(join(own, 'lib/napi-v8'), { recursive: true });
    writeFileSync(join(own, 'package.json'), JSON.stringify({ name, version: '4.22.0' }));
    writeFileSync(join(own, 'index.js'), "throw new Error('no library here')");
    if (withBinding.includes(name)) writeFileSync(join(own, 'lib/napi-v8/tfjs_binding.node'), '');
  }
  return home;
}

const [gpu, processor] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

test('a compiled tfjs-node comes before one for GPUs that is not', async () => {
  const path = fakeInstall([gpu, processor], [processor]);
  expect(await native({ path }).probe()).toEqual({
    ok: true,
    detail: '@tensorflow/tfjs-node 4.22.0 on the processor',
  });
});

test('without its compiled part it says how to get it; with a broken one it says what is wrong', async () => {
  const incomplete = await native({ path: fakeInstall([gpu], []) }).probe();
  expect(incomplete).toMatchObject({
    ok: false,
    remedy: 'npm rebuild @tensorflow/tfjs-node-gpu --build-addon-from-source',
  });
  const broken = native({ path: fakeInstall([processor], [processor]) });
  await expect(broken.start()).rejects.toThrow('does not load: no library here');
});

const folder = resolve(process.env['XM_TFJS_NODE'] ?? join(__dirname, '../../../.cache/native'));

const binding = 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node';

if (!existsSync(join(folder, binding))) {
  test.skip('skipped: no native backend (node tools/native/build.mjs builds one)', () => {});
} else {
  describe('conformance', () => {
    let rows: Row[] = [];
    beforeAll(() => {
      const program = bundle(join(__dirname, 'conformance.ts'), 'node');
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
      assertAsExpected(rows[i], known);
    });
  });
}
