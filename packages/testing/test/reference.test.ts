import { nameOf } from '../src/conformance/case.ts';
import { conformanceCases, expectClose } from '../src/index.ts';
import { golden } from '../src/node.ts';
import { erf, geluTanh } from '../src/reference/functions.ts';
import { resizeBilinear } from '../src/reference/layout.ts';
import { map, type Plain, reshape } from '../src/reference/plain.ts';
import { logSoftmax } from '../src/reference/reduce.ts';
import { conv2d, conv2dTranspose, pool } from '../src/reference/windows.ts';

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

const { inputs, expected } = golden<Record<string, Stored>, Record<string, Stored>>(
  `${__dirname}/golden/reference.json`,
);
const read = (name: string): Plain => ({
  shape: inputs[name].shape,
  values: Float64Array.from(inputs[name].values),
});

/** Each reference beside PyTorch's operation of that name, in double precision. */
const references: Record<string, () => Plain> = {
  conv2d: () => conv2d(read('picture'), read('filter'), { strides: 2, pad: 1 }),
  dilated: () => conv2d(read('picture'), read('filter'), { dilations: 2, pad: 'valid' }),
  transposed: () =>
    conv2dTranspose(read('small'), read('filter'), [2, 9, 7, 3], { strides: 2, pad: 'valid' }),
  maxPool: () => pool('max', read('picture'), [2, 2], { strides: 2, pad: 'valid' }),
  avgPool: () => pool('mean', read('picture'), [3, 3], { strides: 2, pad: 'valid' }),
  bilinear: () => resizeBilinear(read('picture'), [5, 12], { halfPixelCenters: true }),
  corners: () => resizeBilinear(read('picture'), [5, 12], { alignCorners: true }),
  logSoftmax: () => logSoftmax(reshape(read('picture'), [54, 7])),
  erf: () => map(read('picture'), erf),
  geluTanh: () => map(read('picture'), geluTanh),
};

test.each(Object.keys(references))('%s equals PyTorch', (name) => {
  const { shape, values } = references[name]();
  expect(shape).toEqual(expected[name].shape);
  expectClose(values, expected[name].values, { absolute: 1e-10, relative: 1e-10 });
});

test('every case of the table has a name of its own', () => {
  const names = conformanceCases.map(nameOf);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
