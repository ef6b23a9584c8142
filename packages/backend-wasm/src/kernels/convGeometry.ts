import { backend_util } from '@tensorflow/tfjs-core';
import { BackendError } from '@xm/tensor-ops';

type Pair = [number, number];
type Shape4 = [number, number, number, number];

/** What the convolution kernels of tfjs-core are told. */
export interface ConvAttributes {
  readonly strides: number | Pair;
  readonly dilations?: number | Pair;
  readonly pad: 'same' | 'valid' | number | Pair[];
  readonly dataFormat?: string;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * Sizes, strides and padding of a convolution of `input` [batch, height, width, channels] by `filter`.
 *
 * @throws BackendError for any layout but channels last.
 */
export function convGeometry(
  kernel: string,
  input: number[],
  filter: number[],
  attrs: ConvAttributes,
  depthwise = false,
): backend_util.Conv2DInfo {
  const { strides, dilations = 1, pad, dataFormat = 'NHWC', dimRoundingMode } = attrs;
  if (dataFormat !== 'NHWC') {
    throw new BackendError(
      `wasm: ${kernel} needs the layout NHWC, got ${dataFormat}. Transpose to [batch, height, width, channels].`,
    );
  }
  return backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    strides,
    dilations,
    pad as never,
    dimRoundingMode,
    depthwise,
  );
}
