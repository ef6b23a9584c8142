import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { backend_util } from '@tensorflow/tfjs-core';
import type { Compiled } from '../compiled/compiled.ts';
import type { ConvolutionKind } from '../compiled/convolution.ts';
import { gemm } from '../compiled/gemm.ts';
import {
  places,
  type Tiling,
  tileSide,
  transformFilter,
  transformFilterBack,
  transformTiles,
} from '../compiled/winograd.ts';
import { addressOf, allocate, free } from '../heap.ts';
import type { Info } from '../kernel.ts';

type Geometry = backend_util.Conv2DInfo;
type Operands = Record<'x' | 'filter' | 'y', Info>;

/** About how many numbers of transformed tiles are in memory at once, so that they stay in the caches. */
const fitting = 1 << 20;

/**
 * Whether Winograd's way is the faster one: 3×3 filters of stride one, channels enough to make up for the
 * transforms, and pictures that fill their tiles.
 */
export function suitsWinograd(g: Geometry): boolean {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, outHeight, outWidth } = g;
  const products = places * tilesIn(outHeight) * tilesIn(outWidth);
  return (
    g.filterHeight === 3 &&
    g.filterWidth === 3 &&
    strideHeight * strideWidth * dilationHeight * dilationWidth === 1 &&
    [g.inChannels, g.outChannels].every((channels) => channels >= 16 && channels % 4 === 0) &&
    1.5 * products <= 9 * outHeight * outWidth
  );
}

const tilesIn = (size: number): number => Math.ceil(size / tileSide);

/** One of the three products of a convolution, between the same operands as in `convolve`. */
export function winograd(
  compiled: Compiled,
  backend: BackendWasm,
  kind: ConvolutionKind,
  g: Geometry,
  { x, filter, y }: Operands,
): void {
  const { top, left } = g.padInfo;
  if (kind === 'filterGradient') filterGradient(compiled, backend, { x, filter, y }, top, left);
  else if (kind === 'convolve') convolve(compiled, backend, x, filter, y, top, left, false);
  else convolve(compiled, backend, y, filter, x, 2 - top, 2 - left, true);
}

/**
 * @param top rows of zeros above `from` that the first result sees; `left` columns
 * @param turned whether the filter is turned around, its inputs and filters exchanged: the gradient
 */
function convolve(
  compiled: Compiled,
  backend: BackendWasm,
  from: Info,
  filter: Info,
  to: Info,
  top: number,
  left: number,
  turned: boolean,
): void {
  const [, , inputs, filters] = filter.shape;
  const [inner, columns] = turned ? [filters, inputs] : [inputs, filters];
  const { each, chunks, most } = cut(to, inner + columns);
  const flat = allocate(backend, [places, inputs, filters]);
  const before = allocate(backend, [most * each, places, inner]);
  const after = allocate(backend, [most * each, places, columns]);
  const [filterTiles, taken, made] = [flat, before, after].map((t) => addressOf(backend, t));

  const taps = { filter: addressOf(backend, filter), tiles: filterTiles, size: inputs * filters };
  transformFilter(compiled, taps, turned);
  for (const chunk of chunks) {
    transformTiles(compiled, 'tilesOfPictures', tiling(backend, from, to, chunk, taken, top, left));
    gemm(compiled, {
      ...{ batch: places, rows: chunk.images * each, inner, columns },
      a: { at: taken, batchStep: inner, rowStep: places * inner, columnStep: 1 },
      b: {
        ...{ at: filterTiles, batchStep: inputs * filters },
        ...(turned ? { rowStep: 1, columnStep: filters } : { rowStep: filters, columnStep: 1 }),
      },
      c: { at: made, batchStep: columns, rowStep: places * columns },
    });
    transformTiles(compiled, 'picturesOfTiles', tiling(backend, to, to, chunk, made, 0, 0));
  }
  free(backend, flat, before, after);
}

/** filter = the gradient of a filter, from x and the gradient y of the result. */
function filterGradient(
  compiled: Compiled,
  backend: BackendWasm,
  { x, filter, y }: Operands,
  top: number,
  left: number,
): void {
  const [, , inputs, filters] = filter.shape;
  const size = inputs * filters;
  const { each, chunks, most } = cut(y, inputs + filters);
  const sums = allocate(backend, [chunks.length, places, size]);
  const ofX = allocate(backend, [most * each, places, inputs]);
  const ofY = allocate(backend, [most * each, places, filters]);
  const [sum, xTiles, yTiles] = [sums, ofX, ofY].map((t) => addressOf(backend, t));

  chunks.forEach((chunk, i) => {
    transformTiles(compiled, 'tilesOfPictures', tiling(backend, x, y, chunk, xTiles, top, left));
    transformTiles(compiled, 'tilesOfGradient', tiling(backend, y, y, chunk, yTiles, 0, 0));
    gemm(compiled, {
      ...{ batch: places, rows: inputs, inner: chunk.images * each, columns: filters },
      a: { at: xTiles, batchStep: inputs, rowStep: 1, columnStep: places * inputs },
      b: { at: yTiles, batchStep: filters, rowStep: places * filters, columnStep: 1 },
      c: { at: sum + 4 * places * size * i, batchStep: size, rowStep: filters },
    });
  });
  const taps = { filter: addressOf(backend, filter), tiles: sum, size };
  transformFilterBack(compiled, taps, chunks.length);
  free(backend, sums, ofX, ofY);
}

/** Some of the pictures. */
interface Chunk {
  readonly first: number;
  readonly images: number;
}

/** Cuts pictures into chunks whose tiles fit, by sizes alone: threads do not change a result. */
function cut({ shape: [images, height, width] }: Info, channels: number) {
  const each = tilesIn(height) * tilesIn(width);
  const most = Math.min(images, Math.max(1, Math.floor(fitting / (each * places * channels))));
  const chunks = Array.from({ length: Math.ceil(images / most) }, (_, i): Chunk => {
    return { first: i * most, images: Math.min(most, images - i * most) };
  });
  return { each, chunks, most };
}

/** The tiles of a chunk of `pictures` that belong to the 4×4 results of `results`. */
function tiling(
  backend: BackendWasm,
  pictures: Info,
  results: Info,
  { first, images }: Chunk,
  tiles: number,
  top: number,
  left: number,
): Tiling {
  const [, height, width, channels] = pictures.shape;
  const [, outHeight, outWidth] = results.shape;
  const at = addressOf(backend, pictures) + 4 * first * height * width * channels;
  const grid = { tileRows: tilesIn(outHeight), tileColumns: tilesIn(outWidth) };
  return { pictures: at, images, height, width, channels, ...grid, top, left, tiles };
}
