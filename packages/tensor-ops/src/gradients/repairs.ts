import {
  customGrad,
  type GradConfig,
  registerGradient,
  type Tensor,
  type Tensor4D,
  util,
} from '@tensorflow/tfjs-core';
import { linearGradient } from '../fused/linear.ts';
import {
  add,
  avgPool,
  broadcastTo,
  cast,
  concat,
  conv2d,
  conv2dTranspose,
  elu,
  exp,
  greaterEqual,
  lessEqual,
  minimum,
  mul,
  reshape,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  tanh,
  zerosLike,
} from '../ops.ts';
import { asFunctionOf } from './asFunctionOf.ts';

/** Sums `gradient` over the axes along which an operand of `shape` was broadcast. */
export function reduceToShape(gradient: Tensor, shape: number[]): Tensor {
  const lead = gradient.rank - shape.length;
  const axes = gradient.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && gradient.shape[axis] !== 1));
  return reshape(axes.length > 0 ? sum(gradient, axes) : gradient, shape);
}

/** tfjs-core forgets to sum over broadcast axes. On a tie both sides receive the gradient, as in core. */
const extremum = (kernelName: string, takesA: typeof greaterEqual): GradConfig => ({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as [Tensor, Tensor];
    const gradient = dy as Tensor;
    return {
      a: () => reduceToShape(mul(gradient, cast(takesA(a, b), 'float32')), a.shape),
      b: () => reduceToShape(mul(gradient, cast(takesA(b, a), 'float32')), b.shape),
    };
  },
});

/**
 * A comparison is constant almost everywhere. Core registers no gradient for it, which breaks every
 * second derivative that passes a mask (leakyRelu, selu, maximum, where …).
 */
const constant = (kernelName: string, inputs: string[]): GradConfig => ({
  kernelName,
  inputsToSave: inputs,
  gradFunc: (_dy, saved) => {
    const gradients: ReturnType<GradConfig['gradFunc']> = {};
    inputs.forEach((name, i) => {
      gradients[name] = () => cast(zerosLike(saved[i] as Tensor), 'float32');
    });
    return gradients;
  },
});

/** Core writes these derivatives with the result y, and so gets the second ones wrong. */
const fromResult = (
  kernelName: string,
  input: string,
  f: (x: Tensor) => Tensor,
  derivative: (dy: Tensor, y: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  inputsToSave: [input],
  outputsToSave: [true],
  gradFunc: (dy, saved) => {
    const [x, y] = saved as [Tensor, Tensor];
    const tied = (): Tensor => asFunctionOf(x, y, (dz, t) => derivative(dz, f(t)));
    return { [input]: () => derivative(dy as Tensor, tied()) };
  },
});

/** The gradient of a reduced tensor, in each place that it came from. Core multiplies by ones from the host. */
const spread = (dy: Tensor, axes: number[], shape: number[]): Tensor => {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return customGrad((given) => ({
    value: broadcastTo(reshape(given as Tensor, kept), shape),
    gradFunc: (ddx: Tensor) => reshape(reduceToShape(ddx, kept), dy.shape),
  }))(dy);
};

const reduction = (kernelName: string, factor: (reduced: number) => number): GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => {
    const axes = util.parseAxisParam(attributes['axis'] as number[], x.shape);
    const reduced = axes.reduce((size, axis) => size * x.shape[axis], 1);
    const part = factor(reduced);
    const scaled = part === 1 ? (dy as Tensor) : mul(dy as Tensor, part);
    return { x: () => spread(scaled, axes, x.shape) };
  },
});

/** Core registers no gradient for the gradient of a kernel. As that is linear in x and in dy, each is the other's. */
const convolutionByFilter: GradConfig = {
  kernelName: 'Conv2DBackpropFilter',
  inputsToSave: ['x', 'dy'],
  gradFunc: (ddw, saved, attributes) => {
    const [x, dy] = saved as [Tensor4D, Tensor4D];
    const kernel = ddw as Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode } = attributes as never;
    return {
      x: () => conv2dTranspose(dy, kernel, x.shape, strides, pad, dimRoundingMode),
      dy: () => conv2d(x, kernel, strides, pad, dataFormat, 1, dimRoundingMode),
    };
  },
};

/** Linear too: what is spread over a window is averaged on the way back. */
const averagePool: GradConfig = {
  kernelName: 'AvgPoolGrad',
  inputsToSave: ['input'],
  gradFunc: (ddx, [input], attributes) => {
    const { filterSize, strides, pad } = attributes as never;
    return {
      dy: () => avgPool(ddx as Tensor4D, filterSize, strides, pad),
      input: () => zerosLike(input),
    };
  },
};

/** Of a split into one part core gives the part, not a list of one. */
const parts: GradConfig = {
  kernelName: 'SplitV',
  gradFunc: (dy, _saved, { axis }) => ({
    x: () => concat(Array.isArray(dy) ? dy : [dy], axis as number),
  }),
};

const comparisons = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'];
const logic = ['LogicalAnd', 'LogicalOr'];

/** Gradients that tfjs-core 4.22 lacks or gets wrong, registered over its own. */
export function registerRepairs(): void {
  registerGradient(linearGradient);
  registerGradient(reduction('Sum', () => 1));
  registerGradient(reduction('Mean', (reduced) => 1 / reduced));
  registerGradient(extremum('Maximum', greaterEqual));
  registerGradient(extremum('Minimum', lessEqual));
  for (const kernel of [...comparisons, ...logic]) registerGradient(constant(kernel, ['a', 'b']));
  registerGradient(constant('LogicalNot', ['x']));
  registerGradient(convolutionByFilter);
  registerGradient(averagePool);
  registerGradient(parts);
  registerGradient(fromResult('Elu', 'x', elu, (dy, y) => mul(dy, add(minimum(y, 0), 1))));
  registerGradient(fromResult('Exp', 'x', exp, mul));
  registerGradient(fromResult('Tanh', 'x', tanh, (dy, y) => mul(dy, sub(1, square(y)))));
  registerGradient(fromResult('Sigmoid', 'x', sigmoid, (dy, y) => mul(dy, mul(y, sub(1, y)))));
  registerGradient(
    fromResult('Softmax', 'logits', softmax, (dy, y) => {
      const weighted = mul(dy, y);
      return sub(weighted, mul(sum(weighted, -1, true), y));
    }),
  );
}
