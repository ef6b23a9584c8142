import { address, beginOf, word } from './job';
import { columns, packedA } from './scratch';
import { ofFilter, ofGradient, ofPicture, toFilter, toResult } from './winogradLines';

/**
 * A 3×3 convolution of stride one by 36 products of matrices, one for each place of a transformed tile:
 * a quarter of the multiplications. A tile is 4×4 results and the 6×6 numbers that they come from.
 * The products are `gemm`'s; here is what comes before them and after.
 *
 * Transformed tiles lie as [tiles, 36, channels], filters as [36, inputs, filters].
 */
const side: i32 = 4;
const places: usize = 36;

/** Where a job that takes pictures apart into tiles, or puts them together, holds what. */
enum Word {
  /** [images, height, width, channels], channels a multiple of four */
  pictures,
  images,
  height,
  width,
  channels,
  /** Tiles of a picture, and where the first begins: so many rows above and columns left of it. */
  tileRows,
  tileColumns,
  top,
  left,
  transformed,
}

/** transformed = Bᵀ·d·B of every tile's 6×6 numbers. Parts are tiles. */
export function tilesOfPictures(job: usize, part: i32, parts: i32, scratch: usize): void {
  takeApart(job, side + 2, part, parts, scratch);
}

/** transformed = A·y·Aᵀ of every tile's 4×4 gradients. Parts are tiles. */
export function tilesOfGradient(job: usize, part: i32, parts: i32, scratch: usize): void {
  takeApart(job, side, part, parts, scratch);
}

function takeApart(job: usize, size: i32, part: i32, parts: i32, scratch: usize): void {
  const pixel = 4 * address(job, Word.channels);
  const height = word(job, Word.height);
  const width = word(job, Word.width);
  const line = pixel * <usize>width;
  const end = beginOf(tilesOf(job), 1, part + 1, parts);
  const copy = scratch + columns;
  for (let tile = beginOf(tilesOf(job), 1, part, parts); tile < end; tile++) {
    const to = address(job, Word.transformed) + places * pixel * <usize>tile;
    const y = firstRow(job, tile);
    const x = firstColumn(job, tile);
    const picture = pictureOf(job, tile);
    if (y >= 0 && x >= 0 && y + size <= height && x + size <= width) {
      const from = picture + line * <usize>y + pixel * <usize>x;
      transform(size, from, line, pixel, to, scratch + packedA);
      continue;
    }
    // What lies outside of the picture is zero.
    const row = pixel * <usize>size;
    memory.fill(copy, 0, row * <usize>size);
    const skip = max(-x, 0);
    const bytes = pixel * <usize>max(min(x + size, width) - max(x, 0), 0);
    for (let i = max(-y, 0); i < min(size, height - y); i++) {
      const from = picture + line * <usize>(y + i) + pixel * <usize>(x + skip);
      memory.copy(copy + row * <usize>i + pixel * <usize>skip, from, bytes);
    }
    transform(size, copy, row, pixel, to, scratch + packedA);
  }
}

/** Columns first, then rows; four channels at a time. */
function transform(
  size: i32,
  from: usize,
  line: usize,
  pixel: usize,
  to: usize,
  half: usize,
): void {
  const halfLine: usize = 16 * <usize>size;
  for (const end = from + pixel; from < end; from += 16, to += 16) {
    if (size === side) {
      for (let i: usize = 0; i < 4; i++)
        ofGradient(from + pixel * i, line, half + 16 * i, halfLine);
      for (let i: usize = 0; i < 6; i++) {
        ofGradient(half + halfLine * i, 16, to + 6 * pixel * i, pixel);
      }
    } else {
      for (let i: usize = 0; i < 6; i++) ofPicture(from + pixel * i, line, half + 16 * i, halfLine);
      for (let i: usize = 0; i < 6; i++) {
        ofPicture(half + halfLine * i, 16, to + 6 * pixel * i, pixel);
      }
    }
  }
}

/** pictures = Aᵀ·m·A of every tile's 36 products m. Parts are tiles. */
export function picturesOfTiles(job: usize, part: i32, parts: i32, scratch: usize): void {
  const pixel = 4 * address(job, Word.channels);
  const line = pixel * address(job, Word.width);
  const end = beginOf(tilesOf(job), 1, part + 1, parts);
  const half = scratch + packedA;
  const whole = half + 16 * 24;
  for (let tile = beginOf(tilesOf(job), 1, part, parts); tile < end; tile++) {
    const y = firstRow(job, tile);
    const x = firstColumn(job, tile);
    const rows = <usize>min(side, word(job, Word.height) - y);
    const row = <usize>min(side, word(job, Word.width) - x);
    let from = address(job, Word.transformed) + places * pixel * <usize>tile;
    let to = pictureOf(job, tile) + line * <usize>y + pixel * <usize>x;
    for (const last = to + pixel; to < last; to += 16, from += 16) {
      for (let i: usize = 0; i < 6; i++) toResult(from + pixel * i, 6 * pixel, half + 16 * i, 96);
      for (let i: usize = 0; i < 4; i++) toResult(half + 96 * i, 16, whole + 64 * i, 16);
      for (let i: usize = 0; i < rows; i++) {
        for (let j: usize = 0; j < row; j++) {
          v128.store(to + line * i + pixel * j, v128.load(whole + 64 * i + 16 * j));
        }
      }
    }
  }
}

function tilesOf(job: usize): i32 {
  return word(job, Word.images) * word(job, Word.tileRows) * word(job, Word.tileColumns);
}

function pictureOf(job: usize, tile: i32): usize {
  const image = <usize>(tile / (word(job, Word.tileRows) * word(job, Word.tileColumns)));
  const numbers = address(job, Word.height) * address(job, Word.width);
  return address(job, Word.pictures) + 4 * address(job, Word.channels) * numbers * image;
}

function firstRow(job: usize, tile: i32): i32 {
  const row = (tile / word(job, Word.tileColumns)) % word(job, Word.tileRows);
  return side * row - word(job, Word.top);
}

function firstColumn(job: usize, tile: i32): i32 {
  return side * (tile % word(job, Word.tileColumns)) - word(job, Word.left);
}

/** Where a job that transforms a filter, or a filter's gradient back, holds what. */
enum Filter {
  /** [3, 3, inputs, filters] */
  filter,
  /** [36, inputs, filters]; of a gradient, several of these, to be added up */
  transformed,
  /** inputs × filters, a multiple of four */
  size,
  /** Whether to take the taps from the last to the first; of a gradient, how many to add up. */
  last,
}

/** transformed = G·g·Gᵀ. Parts are pairs of input and filter. */
export function tilesOfFilter(job: usize, part: i32, parts: i32, scratch: usize): void {
  const plane = 4 * address(job, Filter.size);
  const backwards = word(job, Filter.last) !== 0;
  // The step to the next tap; backwards it wraps around, as unsigned numbers do.
  const tap: usize = backwards ? 0 - plane : plane;
  const first = address(job, Filter.filter) + (backwards ? 8 * plane : 0);
  const half = scratch + packedA;
  const end = 4 * <usize>beginOf(word(job, Filter.size), 4, part + 1, parts);
  for (let at = 4 * <usize>beginOf(word(job, Filter.size), 4, part, parts); at < end; at += 16) {
    const to = address(job, Filter.transformed) + at;
    for (let i: usize = 0; i < 3; i++) ofFilter(first + at + tap * i, 3 * tap, half + 16 * i, 48);
    for (let i: usize = 0; i < 6; i++) ofFilter(half + 48 * i, 16, to + 6 * plane * i, plane);
  }
}

/** filter = Gᵀ·u·G, where u is the sum. Parts are pairs of input and filter. */
export function filterOfTiles(job: usize, part: i32, parts: i32, scratch: usize): void {
  const plane = 4 * address(job, Filter.size);
  const sum = scratch + packedA;
  const half = sum + 16 * places;
  const end = 4 * <usize>beginOf(word(job, Filter.size), 4, part + 1, parts);
  for (let at = 4 * <usize>beginOf(word(job, Filter.size), 4, part, parts); at < end; at += 16) {
    let from = address(job, Filter.transformed) + at;
    for (let i: usize = 0; i < places; i++, from += plane) {
      v128.store(sum + 16 * i, v128.load(from));
    }
    for (let others = word(job, Filter.last) - 1; others > 0; others--) {
      for (let i: usize = 0; i < places; i++, from += plane) {
        v128.store(sum + 16 * i, f32x4.add(v128.load(sum + 16 * i), v128.load(from)));
      }
    }
    const to = address(job, Filter.filter) + at;
    for (let i: usize = 0; i < 6; i++) toFilter(sum + 16 * i, 96, half + 16 * i, 96);
    for (let i: usize = 0; i < 3; i++) toFilter(half + 96 * i, 16, to + 3 * plane * i, plane);
  }
}
