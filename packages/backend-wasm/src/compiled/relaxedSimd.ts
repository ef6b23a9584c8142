/** The few built-in modules that are asked for here, as Node hands them out without an import. */
interface NodeProcess {
  getBuiltinModule?(name: 'node:v8'): { setFlagsFromString(flags: string): void } | undefined;
}

/**
 * Switches relaxed SIMD on where it is built in but off: Node 20. Newer Nodes and browsers have it on or
 * not at all. Only modules compiled afterwards may use it.
 */
export function allowRelaxedSimd(): void {
  const { process } = globalThis as { process?: NodeProcess };
  // An import of node:v8 would stop bundles for browsers; Node before 20.16 stays with plain SIMD.
  process?.getBuiltinModule?.('node:v8')?.setFlagsFromString('--experimental-wasm-relaxed-simd');
}
