// What the page of browser.test.ts can be asked to do.
import { wasm } from '@xm/backend-wasm';
import { type Backend, type BackendReport, useBackend } from '@xm/tensor-ops';
import { type Row, runConformance } from '@xm/testing';
import { type BrowserKind, browser, webgl, webgpu } from '../src/index.ts';
import { fiftySteps } from './fiftySteps.ts';

const files = { wasmPaths: '/wasm/' };
const backends: Record<BrowserKind, () => Backend> = { webgpu, webgl, wasm: () => wasm(files) };

export const page = {
  report: (prefer?: BrowserKind[]): Promise<BackendReport> =>
    useBackend([browser({ wasm: files, ...(prefer ? { prefer } : {}) })]),
  conformance: (kind: BrowserKind): Promise<Row[]> => runConformance(backends[kind]()),
  fiftySteps: async (kind: BrowserKind): Promise<number[]> => {
    await useBackend([backends[kind]()]);
    return fiftySteps();
  },
};

Object.assign(globalThis, { page });
