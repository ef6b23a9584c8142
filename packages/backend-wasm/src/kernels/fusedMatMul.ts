import { currentCompiled } from '../compiled/compiled.ts';
import { free, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { batchMatMul, multiply, plan } from './batchMatMul.ts';

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
 * activation(A·B + bias). The bias of a dense layer, one number a column, is added by `gemm` while the
 * product is in registers; any other is added after `batchMatMul`, and the activation follows.
 */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  build: (stock) => {
    const fused = stock('_FusedMatMul');
    const separately = batchMatMul.build(stock);
    return (call: Call<Inputs, Attributes>) => {
      const { inputs, attrs, backend } = call;
      const { a, b, bias, preluActivationWeights: alpha } = inputs;
      const compiled = currentCompiled();
      const { transposeA, transposeB } = attrs;
      const plain = !transposeA && !transposeB;
      const matrices = sizeOf(a.shape.slice(0, -2)) * sizeOf(b.shape.slice(0, -2));
      if (!compiled && plain && matrices === 1) return fused(call);

      const finish = (x: Info, name: string, others: Record<string, Info>): Info => {
        const own = name === 'Add' ? { a: x, ...others } : { x, ...others };
        const attributes = { alpha: attrs.leakyreluAlpha };
        const out = stock(name)({ inputs: own, attrs: attributes, backend });
        free(backend, x);
        return out;
      };
      const product = plan(a, b, transposeA, transposeB);
      const oneAColumn = bias !== undefined && sizeOf(bias.shape) === product.columns;
      const inside = compiled !== undefined && oneAColumn && bias.shape.at(-1) === product.columns;
      let out =
        inside && sizeOf(product.shape) > 0
          ? multiply(compiled, backend, a, b, product, bias)
          : separately({ inputs: { a, b }, attrs, backend });
      if (bias && !inside) out = finish(out, 'Add', { b: bias });
      const activation = activations[attrs.activation];
      return activation ? finish(out, activation, alpha ? { alpha } : {}) : out;
    };
  },
};
