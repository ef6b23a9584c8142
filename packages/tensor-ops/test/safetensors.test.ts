import { golden } from '@xm/testing/node';
import {
  cpu,
  createRng,
  DataError,
  decodeSafetensors,
  disposeParams,
  encodeSafetensors,
  loadParams,
  randomBits,
  type StoredTensor,
  useBackend,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

type Plain = { shape: number[]; dtype: 'float32' | 'int32'; values: number[] };
const { inputs, expected, provenance } = golden<
  { tensors: Record<string, Plain>; metadata: Record<string, string> },
  { floats: string; mixed: string }
>(`${__dirname}/golden/safetensors.json`);

const mixed: Record<string, StoredTensor> = Object.fromEntries(
  Object.entries(inputs.tensors).map(([name, { shape, dtype, values }]) => [
    name,
    { shape, dtype, data: dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values) },
  ]),
);
const floats = Object.fromEntries(
  Object.entries(mixed).filter(([, { dtype }]) => dtype === 'float32'),
);
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const withHeader = (header: unknown, data = 8) => {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
};
const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

describe(provenance, () => {
  test('writes the same bytes', () => {
    expect(encodeSafetensors(floats, inputs.metadata)).toEqual(bytesOf(expected.floats));
    expect(encodeSafetensors(mixed, inputs.metadata)).toEqual(bytesOf(expected.mixed));
  });

  test('reads the same tensors', () => {
    const { tensors, metadata } = decodeSafetensors(bytesOf(expected.mixed));
    expect(tensors).toEqual(mixed);
    expect(metadata).toEqual(inputs.metadata);
  });
});

test('the order of writing does not matter', () => {
  const turned = Object.fromEntries(Object.entries(mixed).reverse());
  expect(encodeSafetensors(turned)).toEqual(encodeSafetensors(mixed));
});

test('reads from the middle of a larger buffer, at any alignment', () => {
  const bytes = encodeSafetensors(mixed);
  for (let shift = 0; shift < 4; shift++) {
    const large = new Uint8Array(bytes.length + shift);
    large.set(bytes, shift);
    expect(decodeSafetensors(large.subarray(shift)).tensors).toEqual(mixed);
  }
});

describe('a damaged file is refused with its name', () => {
  const read = (bytes: Uint8Array) => () => decodeSafetensors(bytes, 'model.safetensors');

  test('cut off anywhere', () => {
    const bytes = encodeSafetensors(mixed);
    for (let length = 0; length < bytes.length; length++) {
      expect(read(bytes.subarray(0, length))).toThrow(DataError);
    }
    expect(read(bytes.subarray(0, 5))).toThrow(
      'model.safetensors: a safetensors file has at least 8 bytes, got 5. ' +
        'The file is damaged or incomplete; copy it again.',
    );
  });

  test.each([
    ['an array', [], /header is not a JSON object/],
    ['no shape', { a: { ...entry, shape: 2 } }, /'a' has no shape/],
    ['a negative size', { a: { ...entry, shape: [-2] } }, /'a' has no shape/],
    ['no offsets', { a: { ...entry, data_offsets: [0] } }, /'a' has no data offsets/],
    ['nothing', { a: null }, /'a' has no shape/],
    ['another dtype', { a: { ...entry, dtype: 'F64' } }, /'a' has dtype "F64", and XM reads/],
    ['an inherited dtype', { a: { ...entry, dtype: 'constructor' } }, /dtype "constructor"/],
    ['an object as dtype', { a: { ...entry, dtype: { toString: 1 } } }, /has dtype {"toString":1}/],
    ['a wrong span', { a: { ...entry, shape: [3] } }, /needs 12 bytes, its offsets span 8/],
    ['too little data', { a: { ...entry, data_offsets: [8, 16] } }, /ends at byte 16 of the data/],
    ['odd metadata', { __metadata__: { step: 3 } }, /its metadata is not a map/],
    ['a reserved name', { 'a.constructor.b': entry }, /a name that JavaScript keeps for itself/],
  ])('%s', (_, header, message) => {
    expect(read(withHeader(header))).toThrow(message);
    expect(read(withHeader(header))).toThrow(DataError);
  });

  test('a reserved name reaches no prototype', () => {
    const json = '{"__proto__.polluted":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    expect(read(withHeader(JSON.parse(json)))).toThrow(DataError);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a tensor under a tensor', () => {
    const bytes = withHeader({ a: entry, 'a.b': entry });
    expect(() => loadParams(bytes, 'm')).toThrow("m: 'a.b' lies under another tensor.");
  });
});

test('2,000 mutations give params or a DataError', () => {
  const good = encodeSafetensors(mixed, inputs.metadata);
  const headerEnd = 8 + Number(new DataView(good.buffer).getBigUint64(0, true));
  const pieces = [
    '"',
    '}',
    ',',
    '0',
    '-1',
    '1e400',
    'null',
    '[]',
    '.',
    'ids',
    'F64',
    '9'.repeat(20),
  ];
  const bits = randomBits(createRng(1), 4 * 2000);
  let refused = 0;
  for (let i = 0; i < bits.length; i += 4) {
    const bad = good.slice();
    const at = bits[i] % headerEnd;
    if (bits[i + 1] % 2 === 0) bad[at] ^= 1 << (bits[i + 2] % 8);
    else bad.set(new TextEncoder().encode(pieces[bits[i + 2] % pieces.length]), at);
    try {
      disposeParams(loadParams(bad).params);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
