import { erf, type Tensor, tanh, tensor1d } from '@tensorflow/tfjs-core';
import { expectClose } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { wasm } from '../src/index.ts';

const { inputs, expected } = golden<{ x: number[] }, Record<string, number[]>>(
  `${__dirname}/golden/functions.json`,
);

beforeAll(() => wasm().start());

const functions: Record<string, (x: Tensor) => Tensor> = { erf, tanh };

/** Two units in the last place of a float32. */
const tolerance = { absolute: 0, relative: 2.4e-7 };

test.each(Object.keys(functions))('%s is good to two units in the last place', async (name) => {
  const y = await functions[name](tensor1d(inputs.x)).data();
  expectClose(y, expected[name], tolerance);
});
