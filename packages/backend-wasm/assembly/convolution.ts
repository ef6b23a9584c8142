import { address, beginOf, word } from './job';
import { addressOf, Patches, pixelsOf, tapsOf } from './patches';
import { Left, multiply } from './product';
import { columnBytes, columns } from './scratch';
import { tileRows } from './tile';

/** What a job of a convolution holds after the description of its patches. */
enum Word {
  /** [taps, filters] */
  filter = 10,
  /** [patches, filters] */
  y,
  filters,
}

/** y = patches·filter. Parts are rows of y. */
export function convolve(job: usize, part: i32, parts: i32, scratch: usize): void {
  const rows = word(job, Patches.images) * pixelsOf(job);
  const filter = address(job, Word.filter);
  multiplyPatches(
    job,
    Left.patches,
    rows,
    tapsOf(job),
    filter,
    address(job, Word.y),
    part,
    parts,
    scratch,
  );
}

/** filter = patchesᵀ·y: the gradient of the filter, where y is the gradient of the result. Parts are taps. */
export function filterGradient(job: usize, part: i32, parts: i32, scratch: usize): void {
  const inner = word(job, Patches.images) * pixelsOf(job);
  const filter = address(job, Word.filter);
  multiplyPatches(
    job,
    Left.taps,
    tapsOf(job),
    inner,
    address(job, Word.y),
    filter,
    part,
    parts,
    scratch,
  );
}

/** A part of the rows of c = patches·b, or patchesᵀ·b, where b and c have a column for each filter. */
function multiplyPatches(
  job: usize,
  left: Left,
  rows: i32,
  inner: i32,
  b: usize,
  c: usize,
  part: i32,
  parts: i32,
  scratch: usize,
): void {
  const first = beginOf(rows, tileRows, part, parts);
  const own = beginOf(rows, tileRows, part + 1, parts) - first;
  const filters = word(job, Word.filters);
  const step: usize = 4 * <usize>filters;
  c += step * <usize>first;
  multiply(left, own, inner, filters, job, 0, 0, first, b, step, 4, c, step, 0, scratch);
}

/**
 * The gradient of the pictures x, where y is the gradient of the result: y·filterᵀ, whose rows are
 * patches, each added to where it was taken from. Some rows at a time, so that they stay in the caches.
 * Parts are pictures.
 */
export function inputGradient(job: usize, part: i32, parts: i32, scratch: usize): void {
  const images = word(job, Patches.images);
  const imageStep = address(job, Patches.imageStep);
  const from = beginOf(images, 1, part, parts);
  const to = beginOf(images, 1, part + 1, parts);
  memory.fill(addressOf(job, from, 0, 0), 0, imageStep * <usize>(to - from));
  const filters = address(job, Word.filters);
  const taps = tapsOf(job);
  const fitting = <i32>(columnBytes / (4 * <usize>taps));
  const rows = max(fitting - (fitting % tileRows), 1);
  const end = to * pixelsOf(job);
  for (let first = from * pixelsOf(job); first < end; first += rows) {
    const count = min(rows, end - first);
    multiply(
      Left.matrix,
      count,
      <i32>filters,
      taps,
      address(job, Word.y) + 4 * filters * <usize>first,
      4 * filters,
      4,
      0,
      address(job, Word.filter),
      4,
      4 * filters,
      scratch + columns,
      4 * <usize>taps,
      0,
      scratch,
    );
    addPatches(job, first, count, scratch + columns);
  }
}

/** Adds `count` rows of patches to the pictures. */
function addPatches(job: usize, first: i32, count: i32, from: usize): void {
  const height = word(job, Patches.height);
  const width = word(job, Patches.width);
  const runs = word(job, Patches.runs);
  const bytes: usize = 4 * address(job, Patches.runLength);
  for (let row = first; row < first + count; row++) {
    let to = addressOf(job, row / (height * width), (row / width) % height, row % width);
    for (let run = 0; run < runs; run++, to += address(job, Patches.runStep), from += bytes) {
      let at: usize = 0;
      for (; at + 16 <= bytes; at += 16) {
        v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
      }
      for (; at < bytes; at += 4) {
        store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
      }
    }
  }
}
