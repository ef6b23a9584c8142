import { type Plain, sizeOf } from './plain.ts';

export interface WindowOptions {
  readonly strides?: number | readonly [number, number];
  readonly dilations?: number;
  /** 'same' pads so that ceil(size/stride) windows fit, the odd zero at the end. */
  readonly pad: 'same' | 'valid' | number;
}

interface Side {
  readonly size: number;
  readonly before: number;
  readonly stride: number;
  readonly dilation: number;
}

function side(input: number, filter: number, axis: 0 | 1, options: WindowOptions): Side {
  const { strides = 1, dilations: dilation = 1, pad } = options;
  const stride = typeof strides === 'number' ? strides : strides[axis];
  const reach = (filter - 1) * dilation + 1;
  if (pad === 'same') {
    const size = Math.ceil(input / stride);
    const total = Math.max(0, (size - 1) * stride + reach - input);
    return { size, before: Math.floor(total / 2), stride, dilation };
  }
  const before = pad === 'valid' ? 0 : pad;
  return { size: Math.floor((input + 2 * before - reach) / stride) + 1, before, stride, dilation };
}

/** One window: its place in the result, and the pixels of x it covers with their place in the window. */
type Visit = (
  image: number,
  out: readonly [row: number, column: number],
  pixels: readonly { row: number; column: number; i: number; j: number }[],
) => void;

function eachWindow(
  shape: readonly number[],
  filter: readonly [number, number],
  options: WindowOptions,
  visit: Visit,
): [height: number, width: number] {
  const [batch, height, width] = shape;
  const vertical = side(height, filter[0], 0, options);
  const sideways = side(width, filter[1], 1, options);
  for (let image = 0; image < batch; image++) {
    for (let p = 0; p < vertical.size; p++) {
      for (let q = 0; q < sideways.size; q++) {
        const pixels = [];
        for (let i = 0; i < filter[0]; i++) {
          for (let j = 0; j < filter[1]; j++) {
            const row = p * vertical.stride + i * vertical.dilation - vertical.before;
            const column = q * sideways.stride + j * sideways.dilation - sideways.before;
            const inside = row >= 0 && row < height && column >= 0 && column < width;
            if (inside) pixels.push({ row, column, i, j });
          }
        }
        visit(image, [p, q], pixels);
      }
    }
  }
  return [vertical.size, sideways.size];
}

/** Offset of the first channel of a pixel in [batch, height, width, channels]. */
const pixelAt = (shape: readonly number[], image: number, row: number, column: number): number =>
  ((image * shape[1] + row) * shape[2] + column) * shape[3];

/** y[n, p, q, f] = Σ x[n, row, column, c]·w[i, j, c, f]. */
export function conv2d(x: Plain, w: Plain, options: WindowOptions): Plain {
  const [filterHeight, filterWidth, channels, filters] = w.shape;
  const sums: number[] = [];
  const [height, width] = eachWindow(
    x.shape,
    [filterHeight, filterWidth],
    options,
    (n, _, pixels) => {
      for (let f = 0; f < filters; f++) {
        let sum = 0;
        for (const { row, column, i, j } of pixels) {
          const from = pixelAt(x.shape, n, row, column);
          const tap = (i * filterWidth + j) * channels * filters + f;
          for (let c = 0; c < channels; c++)
            sum += x.values[from + c] * w.values[tap + c * filters];
        }
        sums.push(sum);
      }
    },
  );
  return { shape: [x.shape[0], height, width, filters], values: Float64Array.from(sums) };
}

/** The transpose of conv2d's map from pictures of `shape` to x: each x spreads over its window. */
export function conv2dTranspose(
  x: Plain,
  w: Plain,
  shape: readonly number[],
  options: WindowOptions,
): Plain {
  const [filterHeight, filterWidth, channels, inputs] = w.shape;
  const values = new Float64Array(sizeOf(shape));
  eachWindow(shape, [filterHeight, filterWidth], options, (n, [p, q], pixels) => {
    const from = pixelAt(x.shape, n, p, q);
    for (const { row, column, i, j } of pixels) {
      const to = pixelAt(shape, n, row, column);
      const tap = (i * filterWidth + j) * channels * inputs;
      for (let c = 0; c < channels; c++) {
        for (let f = 0; f < inputs; f++) {
          values[to + c] += x.values[from + f] * w.values[tap + c * inputs + f];
        }
      }
    }
  });
  return { shape, values };
}

/** y[n, p, q, c·m + k] = Σ x[n, row, column, c]·w[i, j, c, k]: each channel has filters of its own. */
export function depthwiseConv2d(x: Plain, w: Plain, options: WindowOptions): Plain {
  const [filterHeight, filterWidth, channels, multiplier] = w.shape;
  const sums: number[] = [];
  const [height, width] = eachWindow(
    x.shape,
    [filterHeight, filterWidth],
    options,
    (n, _, pixels) => {
      for (let k = 0; k < channels * multiplier; k++) {
        let sum = 0;
        for (const { row, column, i, j } of pixels) {
          const from = pixelAt(x.shape, n, row, column) + Math.floor(k / multiplier);
          sum += x.values[from] * w.values[(i * filterWidth + j) * channels * multiplier + k];
        }
        sums.push(sum);
      }
    },
  );
  const filters = channels * multiplier;
  return { shape: [x.shape[0], height, width, filters], values: Float64Array.from(sums) };
}

/** The largest, or the mean, of the pixels of each window that lie in the picture. */
export function pool(
  kind: 'max' | 'mean',
  x: Plain,
  filter: readonly [number, number],
  options: WindowOptions,
): Plain {
  const channels = x.shape[3];
  const values: number[] = [];
  const [height, width] = eachWindow(x.shape, filter, options, (n, _, pixels) => {
    for (let c = 0; c < channels; c++) {
      const seen = pixels.map(({ row, column }) => x.values[pixelAt(x.shape, n, row, column) + c]);
      const mean = seen.reduce((a, b) => a + b, 0) / seen.length;
      values.push(kind === 'max' ? Math.max(...seen) : mean);
    }
  });
  return { shape: [x.shape[0], height, width, channels], values: Float64Array.from(values) };
}
