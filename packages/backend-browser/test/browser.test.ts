import { wasm } from '@xm/backend-wasm';
import { type BackendReport, useBackend } from '@xm/tensor-ops';
import {
  assertAsExpected,
  conformanceChecks,
  expectClose,
  type Row,
  type Shortcoming,
  shortcomingsOfCore,
} from '@xm/testing';
import type { Page } from 'playwright-core';
import { chromiumPath, type Served, servePage } from './chromium.ts';
import { fiftySteps } from './fiftySteps.ts';
import { shortcomingsOfWebgl } from './shortcomings.ts';

const path = chromiumPath();

if (!path) test.skip('skipped: there is no Chromium here (apt-get install chromium)', () => {});
else inBrowser(path);

function inBrowser(executable: string): void {
  let served: Served;
  beforeAll(async () => {
    served = await servePage(executable);
  }, 60_000);
  afterAll(() => served?.close());

  const ask = <T>(page: Page, expression: string): Promise<T> =>
    page.evaluate(expression) as Promise<T>;

  test('takes the best there is and says what it passed over', async () => {
    const page = await served.open({ isolated: true });
    const report = await ask<BackendReport>(page, 'page.report()');
    expect(report.name).toBe('browser');
    expect(report.detail).toMatch(/^(webgpu|webgl|wasm), /);
    const wasmFirst = await ask<BackendReport>(page, "page.report(['wasm'])");
    expect(wasmFirst.detail).toMatch(/^wasm, relaxed SIMD, (\d+ threads|one thread)$/);
    await page.close();
  }, 60_000);

  test('a page without isolation falls to one thread and says so', async () => {
    const page = await served.open({ isolated: false });
    const { detail } = await ask<BackendReport>(page, "page.report(['wasm'])");
    expect(detail).toBe('wasm, relaxed SIMD, one thread: the page is not cross-origin isolated');
    await page.close();
  }, 60_000);

  test('fifty steps of the quickstart’s networks reach the losses of Node', async () => {
    const page = await served.open({ isolated: true });
    const there = await ask<number[]>(page, "page.fiftySteps('wasm')");
    await page.close();
    await useBackend([wasm()]);
    const here = await fiftySteps();
    expect(here).toHaveLength(50);
    expect(here[49]).toBeLessThan(0.8 * here[0]);
    expectClose(there, here, { absolute: 1e-3, relative: 1e-3 });
  }, 120_000);

  const conforms = (kind: 'wasm' | 'webgl', known: readonly Shortcoming[]) =>
    describe(`conformance on ${kind}`, () => {
      let rows: Row[] = [];
      beforeAll(async () => {
        const page = await served.open({ isolated: true });
        rows = await ask<Row[]>(page, `page.conformance('${kind}')`);
        await page.close();
      }, 240_000);

      test.each(conformanceChecks.map(({ name }, i) => [name, i] as const))('%s', (_, i) => {
        const row = rows[i];
        assertAsExpected(row, known);
      });
    });

  conforms('wasm', shortcomingsOfCore);
  if (process.env['XM_SLOW_TESTS']) conforms('webgl', shortcomingsOfWebgl);
  else
    test.skip('skipped: conformance on webgl takes a minute (XM_SLOW_TESTS=1 runs it)', () => {});
}
