import type { Compiled } from './compiled.ts';

/** Pictures with their frame of zeros, and the patches of them that a filter sees. Sizes in numbers. */
export interface Patches {
  /** Byte address of the pictures [images, height, width, channels]. */
  readonly x: number;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
}

export type ConvolutionKind = 'convolve' | 'filterGradient' | 'inputGradient';

export interface Convolution {
  readonly patches: Patches;
  /** Byte address of the filter [height, width, channels, filters], or of its gradient. */
  readonly filter: number;
  /** Byte address of the result [images, outHeight, outWidth, filters], or of its gradient. */
  readonly y: number;
  readonly filters: number;
}

/**
 * Does one of the three products of a convolution; which operand is written the kind says: `convolve` the
 * result, `filterGradient` the filter, `inputGradient` the pictures.
 *
 * No matrix of patches is in memory: the product packs its rows from the pictures themselves.
 */
export function convolution(
  compiled: Compiled,
  kind: ConvolutionKind,
  { patches, filter, y, filters }: Convolution,
): void {
  const { x, images, height, width, channels, outHeight, outWidth } = patches;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = patches;
  const line = 4 * width * channels;
  const job = [
    ...[x, images, outHeight, outWidth],
    ...[filterHeight, filterWidth * channels],
    ...[line, 4 * strideWidth * channels, strideHeight * line, height * line],
    ...[filter, y, filters],
  ];
  const taps = filterHeight * filterWidth * channels;
  compiled.run(kind, job, images * outHeight * outWidth * taps * filters);
}

/** Whether `inputGradient` has room for four patches at a time. */
export const fitsColumns = (taps: number): boolean => taps <= 1 << 16;

/** Pictures within a frame of zeros. */
export interface Frame {
  /** Byte addresses of the pictures without and with it. */
  readonly inner: number;
  readonly outer: number;
  readonly images: number;
  readonly channels: number;
  readonly innerHeight: number;
  readonly innerWidth: number;
  readonly outerHeight: number;
  readonly outerWidth: number;
  readonly top: number;
  readonly left: number;
}

/** `pad` writes the outer pictures from the inner ones, `unpad` the inner from the outer. */
export function frame(compiled: Compiled, kind: 'pad' | 'unpad', f: Frame): void {
  const pixel = 4 * f.channels;
  const job = [
    ...[f.inner, f.outer, f.images],
    ...[f.innerHeight, pixel * f.innerWidth],
    ...[f.outerHeight, pixel * f.outerWidth],
    ...[f.top, pixel * f.left],
  ];
  compiled.run(kind, job, f.images * f.outerHeight * f.outerWidth * f.channels);
}
