import { address, beginOf, word } from './job';
import { turnFour } from './pack';
import { columns } from './scratch';

enum Word {
  from,
  to,
  rank,
  /** For each axis of the result: its size, and how many bytes apart its elements lie in the source. */
  axes,
}

function sizeOf(job: usize, axis: i32): i32 {
  return word(job, Word.axes + 2 * axis);
}

function stepOf(job: usize, axis: i32): i32 {
  return word(job, Word.axes + 2 * axis + 1);
}

/**
 * Fills a row-major result of 32-bit numbers from a source in which each axis has a step of its own:
 * transposing, reversing, repeating and cutting out are the same copy. Parts are rows of the result, or
 * squares of it where two axes change places.
 */
export function copy(job: usize, part: i32, parts: i32, scratch: usize): void {
  const rank = word(job, Word.rank);
  const last = rank - 1;
  // The axis along which the source is contiguous, if it is not the last: those two turn together.
  let near = -1;
  if (stepOf(job, last) !== 4) {
    for (let axis = 0; axis < last; axis++) if (stepOf(job, axis) === 4) near = axis;
  }
  let count = 1;
  for (let axis = 0; axis < last; axis++) if (axis !== near) count *= sizeOf(job, axis);
  const begin = beginOf(count, 1, part, parts);
  const end = beginOf(count, 1, part + 1, parts);

  // Where each outer axis stands, and how many bytes apart its elements lie in the result.
  const index = scratch + columns;
  const strides = index + 64;
  let stride = 4;
  let rest = begin;
  let from = address(job, Word.from);
  let to = address(job, Word.to);
  for (let axis = last; axis >= 0; axis--) {
    const at = (<usize>axis) << 2;
    store<i32>(strides + at, stride);
    stride *= sizeOf(job, axis);
    if (axis === last || axis === near) continue;
    const own = rest % sizeOf(job, axis);
    rest /= sizeOf(job, axis);
    store<i32>(index + at, own);
    from += <usize>(own * stepOf(job, axis));
    to += <usize>(own * load<i32>(strides + at));
  }

  for (let i = begin; i < end; i++) {
    if (near >= 0) turn(job, near, from, to, load<usize>(strides + ((<usize>near) << 2)));
    else copyRow(from, stepOf(job, last), to, sizeOf(job, last));
    for (let axis = last - 1; axis >= 0; axis--) {
      if (axis === near) continue;
      const at = (<usize>axis) << 2;
      const next = load<i32>(index + at) + 1;
      from += <usize>stepOf(job, axis);
      to += load<usize>(strides + at);
      if (next < sizeOf(job, axis)) {
        store<i32>(index + at, next);
        break;
      }
      from -= <usize>(next * stepOf(job, axis));
      to -= <usize>(next * load<i32>(strides + at));
      store<i32>(index + at, 0);
    }
  }
}

function copyRow(from: usize, step: i32, to: usize, count: i32): void {
  const end = to + 4 * <usize>count;
  if (step === 4) {
    for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
    for (; to < end; to += 4, from += 4) store<i32>(to, load<i32>(from));
    return;
  }
  if (step === 0) {
    const lanes = v128.load32_splat(from);
    for (; to + 16 <= end; to += 16) v128.store(to, lanes);
  }
  for (; to < end; to += 4, from += <usize>step) store<i32>(to, load<i32>(from));
}

/** The last axis and axis `near`, along which the source is contiguous. */
function turn(job: usize, near: i32, from: usize, to: usize, across: usize): void {
  const last = word(job, Word.rank) - 1;
  const step = <usize>stepOf(job, last);
  const depth = sizeOf(job, near);
  let lanes = sizeOf(job, last);
  for (; lanes >= 4; lanes -= 4, from += 4 * step, to += 16) {
    turnFour(depth, from, from + step, from + 2 * step, from + 3 * step, to, across);
  }
  for (; lanes > 0; lanes--, from += step, to += 4) {
    let into = to;
    for (let p: usize = 0; p < 4 * <usize>depth; p += 4, into += across) {
      store<i32>(into, load<i32>(from + p));
    }
  }
}
