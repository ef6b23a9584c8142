import { free, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { batchMatMul } from './batchMatMul.ts';

interface Inputs {
  a: Info;
  b: Info;
  bias?: Info;
  preluActivationWeights?: Info;
}

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
  activation: string;
  leakyreluAlpha?: number;
}

/** tfjs-core's names of the activations that a product can be followed by. */
const activations: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

/**
 * activation(A·B + bias). A single plain product stays with the stock kernel, which does all of it inside
 * XNNPACK; any other is the product of `batchMatMul`, then the bias, then the activation.
 */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  build: (stock) => {
    const fused = stock('_FusedMatMul');
    const multiply = batchMatMul.build(stock);
    return (call: Call<Inputs, Attributes>) => {
      const { inputs, attrs, backend } = call;
      const { a, b, bias, preluActivationWeights: alpha } = inputs;
      const matrices = sizeOf(a.shape.slice(0, -2)) * sizeOf(b.shape.slice(0, -2));
      if (matrices === 1 && !attrs.transposeA && !attrs.transposeB) return fused(call);

      const finish = (x: Info, name: string, others: Record<string, Info>): Info => {
        const own = name === 'Add' ? { a: x, ...others } : { x, ...others };
        const attributes = { alpha: attrs.leakyreluAlpha };
        const out = stock(name)({ inputs: own, attrs: attributes, backend });
        free(backend, x);
        return out;
      };
      let out = multiply({ inputs: { a, b }, attrs, backend });
      if (bias) out = finish(out, 'Add', { b: bias });
      const activation = activations[attrs.activation];
      return activation ? finish(out, activation, alpha ? { alpha } : {}) : out;
    };
  },
};
