import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertAsExpected, conformanceChecks, type Row } from '@xm/testing';
import { bundle } from '@xm/testing/node';
import { shortcomingsOfWebgpu } from './shortcomings.ts';

/** Chromium's Vulkan driver without a GPU, and the package `webgpu`, 130 MB, which is not installed by default. */
const driver = process.env['VK_ICD_FILENAMES'] ?? '/usr/lib/chromium/vk_swiftshader_icd.json';
const folder = process.env['XM_WEBGPU'] ?? join(__dirname, '../../../.cache/webgpu');
const dawn = join(folder, 'node_modules/webgpu/index.js');

if (!existsSync(dawn)) {
  test.skip('skipped: no WebGPU in Node (npm install --prefix .cache/webgpu webgpu@0.6.2)', () => {});
} else if (!existsSync(driver)) {
  test.skip('skipped: no Vulkan driver (apt-get install chromium libvulkan1)', () => {});
} else {
  describe('conformance on WebGPU in Node', () => {
    let rows: Row[] = [];
    beforeAll(() => {
      const output = execFileSync(
        process.execPath,
        [bundle(join(__dirname, 'dawn.ts'), 'node'), dawn],
        {
          encoding: 'utf8',
          env: { ...process.env, VK_ICD_FILENAMES: driver },
          maxBuffer: 1 << 26,
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const result = JSON.parse(output) as { detail: string; rows: Row[] };
      expect(result.detail).toMatch(/^WebGPU on /);
      rows = result.rows;
    }, 240_000);

    test.each(conformanceChecks.map(({ name }, i) => [name, i] as const))('%s', (_, i) => {
      assertAsExpected(rows[i], shortcomingsOfWebgpu);
    });
  });
}
