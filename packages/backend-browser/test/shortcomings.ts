import { type Shortcoming, shortcomingsOfCore } from '@xm/testing';

/** What the shaders of both get wrong, beyond core. */
const shaders: readonly Shortcoming[] = [
  ...shortcomingsOfCore,
  { rows: /^(sin|cos|tan) /, reason: 'shaders promise an absolute error of 2⁻¹¹ only' },
  { rows: /^softplus .*extreme/, reason: 'infinity for NaN' },
  { rows: /^matMul \[2,1,4,5\] \[1,3,5,2\]/, reason: 'no broadcasting of both batches' },
  { rows: /^avgPool .*pad same.*gradient/, reason: 'divides by the whole window at the border' },
  { rows: /^resizeBilinear .*halfPixelCenters true, gradient/, reason: 'wrong with half pixels' },
  {
    rows: /^resizeNearestNeighbor \[2,5,5,1\].*halfPixelCenters true, gradient/,
    reason: 'wrong with half pixels',
  },
];

/** What tfjs-backend-webgpu 4.22 lacks or gets wrong. */
export const shortcomingsOfWebgpu: readonly Shortcoming[] = [
  ...shaders,
  { rows: /^cumsum .*axis 1 .*reverse true$/, reason: 'wrong when it is reversed' },
  { rows: /^cumsum .*axis 1 .*reverse false, gradient/, reason: 'the gradient is a reversed sum' },
];

/** What tfjs-backend-webgl 4.22 lacks or gets wrong. */
export const shortcomingsOfWebgl: readonly Shortcoming[] = [
  ...shaders,
  { rows: /^leakyRelu .*extreme/, reason: 'NaN for minus infinity' },
];
