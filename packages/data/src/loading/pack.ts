import { DataError } from '../dataError.ts';

/**
 * Plain values with typed arrays inside as one block of bytes, to go to another thread without a copy or
 * to lie on a disk: `'XMPK'`, the length of a JSON text, the text, then the arrays, each at a multiple of
 * 8. In the text an array is `{"\0": [type, position, length]}`.
 *
 * Numbers must be finite: JSON has no others. Typed arrays may hold any.
 *
 * @throws DataError when a value cannot be told in JSON.
 */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = [];
  let end = 0;
  // A function, since JSON hands over what a Buffer's toJSON made of it; `this` has the Buffer.
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, given) {
    const one = this[key];
    if (ArrayBuffer.isView(one)) {
      const array = one as TypedArray;
      const at = end;
      arrays.push(array);
      end = aligned(at + array.byteLength);
      return { [mark]: [typeOf(array), at, array.length] };
    }
    if (typeof one === 'number' && !Number.isFinite(one)) {
      throw new DataError(`pack: numbers must be finite, '${key}' is ${one}. Leave it out.`);
    }
    return given;
  });
  const json = new TextEncoder().encode(text);
  const start = aligned(headerBytes + json.length);
  const bytes = new Uint8Array(start + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  view.setUint32(4, json.length, true);
  bytes.set(json, headerBytes);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/**
 * What `pack` was given. The arrays are views of `bytes`, not copies.
 *
 * @throws DataError when the bytes are not what `pack` writes.
 */
export function unpack(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(0) !== magic) throw new RangeError('they begin otherwise');
    const length = view.getUint32(4, true);
    const text = new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + length));
    const start = bytes.byteOffset + aligned(headerBytes + length);
    return JSON.parse(text, (_, value: unknown) => {
      const told = isObject(value) ? value[mark] : undefined;
      if (!Array.isArray(told)) return value;
      const [type, at, count] = told as [keyof typeof types, number, number];
      return new types[type](bytes.buffer, start + at, count);
    });
  } catch (error) {
    throw new DataError(`unpack: the bytes must be what pack wrote (${(error as Error).message}).`);
  }
}

const magic = 0x584d504b;
const headerBytes = 8;
const mark = '\0';
const types = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
};
type TypedArray = InstanceType<(typeof types)[keyof typeof types]>;

const aligned = (position: number): number => Math.ceil(position / 8) * 8;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The name of the type that a reader has: a Buffer is a Uint8Array. */
function typeOf(array: ArrayBufferView): string {
  const names = Object.keys(types) as (keyof typeof types)[];
  const name = names.find((one) => array instanceof types[one]);
  if (name !== undefined) return name;
  throw new DataError(`pack: arrays must be one of ${names.join(', ')}.`);
}
