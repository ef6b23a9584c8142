import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Build, compile } from './builds.ts';
import { type Compiled, type Exports, jobWords, kinds } from './compiled.ts';
import { heapMemory, jobWriter } from './heapMemory.ts';

/** Our kernels on the heap of `backend`, on this thread alone. Their 2.3 MB of scratch stay: load once. */
export async function loadCompiled(backend: BackendWasm, build: Build): Promise<Compiled> {
  const { memory, reserve } = heapMemory(backend);
  const shared = memory.buffer[Symbol.toStringTag] !== 'ArrayBuffer';
  const instance = await WebAssembly.instantiate(await compile(build, shared), { env: { memory } });
  const exports = instance.exports as unknown as Exports;
  const scratch = reserve(exports.scratchBytes());
  const place = reserve(4 * jobWords);
  const write = jobWriter(memory, place);
  return {
    threads: 1,
    run: (kind, job) => {
      write(job);
      exports.run(kinds[kind], place, 0, 1, scratch);
    },
  };
}
