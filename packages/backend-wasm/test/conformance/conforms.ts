import {
  assertAsExpected,
  conformanceChecks,
  type Shortcoming,
  shortcomingsOfCore,
} from '@xm/testing';
import { type WasmOptions, wasm } from '../../src/index.ts';

/** Checks every operation and gradient with the backend started as `options` say. */
export function conforms(options: WasmOptions): void {
  const known: readonly Shortcoming[] = [...shortcomingsOfCore];

  beforeAll(() => wasm(options).start());

  test.each(conformanceChecks)('$name', async (check) => {
    const row = await check.run();
    assertAsExpected(row, known);
  });
}
