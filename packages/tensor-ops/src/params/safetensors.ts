import { DataError } from '../errors.ts';
import { fromFloat16, toFloat16 } from './float16.ts';

/** One array of a safetensors file. */
export interface StoredTensor {
  readonly dtype: 'float32' | 'int32';
  readonly shape: number[];
  readonly data: Float32Array | Int32Array;
}

export interface EncodeOptions {
  /** Floats take 16 bits, and lose what does not fit: for models that are shipped, not trained on. */
  readonly half?: boolean;
}

/** How the bytes of each dtype are read. */
const readers: Record<string, { bytes: number; read(buffer: ArrayBuffer): StoredTensor['data'] }> =
  {
    F32: { bytes: 4, read: (buffer) => new Float32Array(buffer) },
    F16: { bytes: 2, read: (buffer) => fromFloat16(new Uint16Array(buffer)) },
    I32: { bytes: 4, read: (buffer) => new Int32Array(buffer) },
  };
const headerLimit = 100_000_000;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Writes tensors in the safetensors format: u64 length of the header, JSON header, data. Little-endian.
 * Floats come before integers and names are sorted: equal contents give equal bytes, those of the
 * reference implementation.
 *
 * @see https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  tensors: Record<string, StoredTensor>,
  metadata: Record<string, string> = {},
  { half = false }: EncodeOptions = {},
): Uint8Array {
  const named = (dtype: StoredTensor['dtype']): string[] =>
    Object.keys(tensors).filter((name) => tensors[name].dtype === dtype);
  const names = [...named('float32').sort(), ...named('int32').sort()];
  const header: Record<string, Entry | Record<string, string>> = {};
  if (Object.keys(metadata).length > 0) header['__metadata__'] = metadata;
  const parts: (StoredTensor['data'] | Uint16Array)[] = [];
  let size = 0;
  for (const name of names) {
    const { dtype, shape, data } = tensors[name];
    const halved = half && dtype === 'float32';
    const part = halved ? toFloat16(data as Float32Array) : data;
    const code = halved ? 'F16' : dtype === 'float32' ? 'F32' : 'I32';
    header[name] = { dtype: code, shape, data_offsets: [size, size + part.byteLength] };
    parts.push(part);
    size += part.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + size).fill(0x20, 8 + json.length, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/**
 * @param source names the file in messages
 * @throws DataError when the file is cut short, damaged, or holds a dtype other than F32, F16 and I32.
 * Halves become float32, exactly.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  source = 'safetensors',
): { tensors: Record<string, StoredTensor>; metadata: Record<string, string> } {
  const fail = (what: string): never => {
    throw new DataError(`${source}: ${what}. The file is damaged or incomplete; copy it again.`);
  };
  if (bytes.length < 8) fail(`a safetensors file has at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = Number(view.getBigUint64(0, true));
  if (headerSize > headerLimit || 8 + headerSize > bytes.length) {
    fail(`its header should hold ${headerSize} bytes, ${bytes.length - 8} are there`);
  }
  const header = parseHeader(bytes.subarray(8, 8 + headerSize), fail);
  const start = 8 + headerSize;
  const tensors: Record<string, StoredTensor> = {};
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = checkMetadata(value, fail);
      continue;
    }
    if (name.split('.').some((part) => part in Object.prototype)) {
      fail(`'${name}' holds a name that JavaScript keeps for itself`);
    }
    const entry = checkEntry(name, value, bytes.length - start, fail);
    // Not bytes.slice: a Node Buffer would give a view into memory that it shares.
    const [from, to] = entry.data_offsets;
    const slice = new Uint8Array(bytes.subarray(start + from, start + to));
    const data = readers[entry.dtype].read(slice.buffer);
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    tensors[name] = { dtype, shape: entry.shape, data };
  }
  return { tensors, metadata };
}

type Fail = (what: string) => never;

function parseHeader(json: Uint8Array, fail: Fail): Record<string, unknown> {
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {
    // told below
  }
  return fail('its header is not a JSON object');
}

function checkMetadata(value: unknown, fail: Fail): Record<string, string> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isMap && Object.values(value).every((text) => typeof text === 'string')) {
    return value as Record<string, string>;
  }
  return fail('its metadata is not a map from words to words');
}

function checkEntry(name: string, value: unknown, available: number, fail: Fail): Entry {
  const entry = value as Partial<Entry> | null;
  const isSize = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  const offsets = entry?.data_offsets;
  if (!Array.isArray(entry?.shape) || !entry.shape.every(isSize)) fail(`'${name}' has no shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    fail(`'${name}' has no data offsets`);
  }
  const checked = entry as Entry;
  if (typeof checked.dtype !== 'string' || !Object.hasOwn(readers, checked.dtype)) {
    fail(`'${name}' has dtype ${JSON.stringify(checked.dtype)}, and XM reads F32, F16 and I32`);
  }
  const [from, to] = checked.data_offsets;
  const expected = readers[checked.dtype].bytes * checked.shape.reduce((size, n) => size * n, 1);
  if (to - from !== expected) {
    fail(
      `'${name}' of shape [${checked.shape}] needs ${expected} bytes, its offsets span ${to - from}`,
    );
  }
  if (to > available) fail(`'${name}' ends at byte ${to} of the data, ${available} are there`);
  return checked;
}
