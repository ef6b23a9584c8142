/** A job is a row of 32-bit numbers that the caller wrote on the heap: sizes, steps in bytes, addresses. */

/** Number `i` of a job. */
export function word(job: usize, i: i32): i32 {
  return load<i32>(job + ((<usize>i) << 2));
}

/** Number `i` of a job, an address or a step. */
export function address(job: usize, i: i32): usize {
  return load<usize>(job + ((<usize>i) << 2));
}

/**
 * Where part `part` of `parts` begins in `size` things, cut at multiples of `unit`; the last ends, and
 * the one after it would begin, at `size`.
 */
export function beginOf(size: i32, unit: i32, part: i32, parts: i32): i32 {
  const units = (size + unit - 1) / unit;
  return min(size, <i32>((<i64>units * part) / parts) * unit);
}

/** Number `i` of a job, a real one. */
export function real(job: usize, i: i32): f32 {
  return load<f32>(job + ((<usize>i) << 2));
}
