import { address, beginOf, word } from './job';
import { join, lower, upper } from './lanes';

enum Word {
  from,
  /** Numbers to multiply by before the sum, or 0. */
  by,
  to,
  outer,
  count,
  inner,
}

/** Columns of a block: a line of the cache. */
const line: i32 = 16;

/**
 * to[outer, inner] = Σ from[outer, count, inner] (·by), summed in double precision. Parts are columns:
 * the order of a sum, and so its rounding, does not depend on them.
 */
export function sumRows(job: usize, part: i32, parts: i32): void {
  const inner = word(job, Word.inner);
  const begin = beginOf(inner, line, part, parts);
  const end = beginOf(inner, line, part + 1, parts);
  const step: usize = 4 * <usize>inner;
  const size = step * address(job, Word.count);
  const by = address(job, Word.by);
  for (let outer = 0; outer < word(job, Word.outer); outer++) {
    const from = address(job, Word.from) + size * <usize>outer;
    const other = by ? by + size * <usize>outer : 0;
    const to = address(job, Word.to) + step * <usize>outer;
    let column = begin;
    for (; column + line <= end; column += line) {
      const at: usize = 4 * <usize>column;
      sumLine(from + at, other ? other + at : 0, to + at, step, size);
    }
    for (; column < end; column++) {
      const at: usize = 4 * <usize>column;
      let sum: f64 = 0;
      for (let row: usize = at; row < at + size; row += step) {
        const x = <f64>load<f32>(from + row);
        sum += other ? x * <f64>load<f32>(other + row) : x;
      }
      store<f32>(to + at, <f32>sum);
    }
  }
}

/** Sixteen columns. */
function sumLine(from: usize, by: usize, to: usize, step: usize, size: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0);
  let s5 = f64x2.splat(0);
  let s6 = f64x2.splat(0);
  let s7 = f64x2.splat(0);
  for (let row: usize = 0; row < size; row += step) {
    let a = v128.load(from + row);
    let b = v128.load(from + row, 16);
    let c = v128.load(from + row, 32);
    let d = v128.load(from + row, 48);
    if (by) {
      a = f32x4.mul(a, v128.load(by + row));
      b = f32x4.mul(b, v128.load(by + row, 16));
      c = f32x4.mul(c, v128.load(by + row, 32));
      d = f32x4.mul(d, v128.load(by + row, 48));
    }
    s0 = f64x2.add(s0, lower(a));
    s1 = f64x2.add(s1, upper(a));
    s2 = f64x2.add(s2, lower(b));
    s3 = f64x2.add(s3, upper(b));
    s4 = f64x2.add(s4, lower(c));
    s5 = f64x2.add(s5, upper(c));
    s6 = f64x2.add(s6, lower(d));
    s7 = f64x2.add(s7, upper(d));
  }
  v128.store(to, join(s0, s1));
  v128.store(to, join(s2, s3), 16);
  v128.store(to, join(s4, s5), 32);
  v128.store(to, join(s6, s7), 48);
}
