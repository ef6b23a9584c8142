import {
  customGrad,
  engine,
  type GradSaveFunc,
  getBackend,
  getKernel,
  grads,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * Operations that a backend may do in one kernel where tfjs-core needs several. Each has an unfused twin
 * that runs where no such kernel is registered, so every model runs on every backend.
 *
 * A kernel gets its inputs and attributes, and gives its outputs, as the interface of its name says.
 */
export const fusedKernels = {
  /** p, gradient, mean, square → p, mean, square; the attributes are `AdamWStep` */
  adamW: 'XmAdamW',
  /** x [rows, channels], gain, bias [channels] → y, unit [rows, channels], scale [rows, 1]; attribute epsilon */
  layerNorm: 'XmLayerNorm',
  /** dy, unit [rows, channels], scale [rows, 1], gain [channels] → dx [rows, channels] */
  layerNormGradient: 'XmLayerNormGradient',
  /** a, b [rows, channels] → Σ a·b over the rows, [channels] */
  sumOfProducts: 'XmSumOfProducts',
  /** x → gelu(x) */
  gelu: 'XmGelu',
  /** dy, x → dy·gelu′(x) */
  geluGradient: 'XmGeluGradient',
  /** x [..., columns] → x − log Σ exp x */
  logSoftmax: 'XmLogSoftmax',
  /** dy, y [..., columns], y the result → dx */
  logSoftmaxGradient: 'XmLogSoftmaxGradient',
  /** qkv [batch, length, 3·dim], mask [batch, length] or none → y [batch, length, dim]; attribute heads */
  attention: 'XmAttention',
  /** dy, qkv, mask or none → dqkv; attribute heads */
  attentionGradient: 'XmAttentionGradient',
  /** x [rows, columns] → about U·Vᵀ of x = U·S·Vᵀ */
  orthogonalise: 'XmOrthogonalise',
} as const;

export type FusedKernel = keyof typeof fusedKernels;

/** Whether the running backend has the kernel. */
export const hasFused = (kernel: FusedKernel): boolean =>
  getKernel(fusedKernels[kernel], getBackend()) != null;

/** The outputs of a fused kernel that the running backend has. */
export function runFused(
  kernel: FusedKernel,
  inputs: Record<string, Tensor>,
  attributes: Record<string, number> = {},
): Tensor[] {
  const outputs: Tensor | Tensor[] = engine().runKernel(fusedKernels[kernel], inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/**
 * What `fast` gives, with the derivative of `twin`, which computes the same from `inputs` with operations
 * that the tape can follow.
 */
export const withTwin = (
  inputs: Tensor[],
  fast: () => Tensor,
  twin: (...inputs: Tensor[]) => Tensor,
): Tensor =>
  customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    save(given as Tensor[]);
    return {
      value: fast(),
      gradFunc: (dy: Tensor, saved: Tensor[]) => keepingTape(() => grads(twin)(saved, dy)),
    };
  })(...inputs);

/** Core drops the tape at the end of a gradient, also of one within the gradient of another. */
function keepingTape<T>(f: () => T): T {
  const { state } = engine();
  const tape = state.activeTape;
  const result = f();
  state.activeTape = tape;
  return result;
}
