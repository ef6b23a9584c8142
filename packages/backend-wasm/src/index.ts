export { type WasmFile, type WasmOptions, wasm } from './wasm.ts';
