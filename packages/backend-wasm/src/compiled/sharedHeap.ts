type Instantiate = (
  source: BufferSource | WebAssembly.Module,
  imports?: WebAssembly.Imports,
) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;

/**
 * Runs `start`, in which tfjs-backend-wasm is compiled, so that its memory is shared between threads.
 *
 * tfjs's own build for threads does not start in Node, and brings eight workers that we have no use for.
 * But whether memory is shared is one bit of a module: its code, run by one thread, is none the worse
 * for it, and our kernels can run on the same memory in others. tfjs offers no way to hand it a binary
 * without knowing where its files are, so the bit is set on the way to the compiler.
 */
export async function withSharedHeap(start: () => Promise<void>): Promise<void> {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const sharing: Instantiate = (source, imports) =>
    instantiate(isBytes(source) ? shared(source) : (source as never), imports);
  Object.assign(WebAssembly, { instantiate: sharing, instantiateStreaming: undefined });
  try {
    await start();
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

const isBytes = (source: BufferSource | WebAssembly.Module): source is BufferSource =>
  ArrayBuffer.isView(source) || 'byteLength' in source;

const memorySection = 5;
/** Flags of a memory: it has a maximum; it is shared too. */
const [bounded, boundedAndShared] = [1, 3];

/** The same module with its memory shared, if it is one that Emscripten bounded; else as it was. */
function shared(source: BufferSource): BufferSource {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  const at = sectionOf(bytes, memorySection);
  // After the number of memories, which is one, come its flags.
  if (at === undefined || bytes[at] !== 1 || bytes[at + 1] !== bounded) return source;
  const copy = Uint8Array.from(bytes);
  copy[at + 1] = boundedAndShared;
  return copy;
}

/** Where the contents of a section of a WebAssembly module begin. */
function sectionOf(bytes: Uint8Array, wanted: number): number | undefined {
  const header = 8;
  let at = header;
  while (at < bytes.length) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (id === wanted) return at;
    at += size;
  }
  return undefined;
}
