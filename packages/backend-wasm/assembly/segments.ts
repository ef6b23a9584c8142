import { address, beginOf, word } from './job';

enum Word {
  /** [rows, width] of a table, or [count, width] of what is added to it */
  x,
  ids,
  to,
  count,
  width,
  rows,
}

/** to[i] = x[ids[i]]. Parts are ids, all of which must be in the table. */
export function gather(job: usize, part: i32, parts: i32): void {
  const bytes: usize = 4 * address(job, Word.width);
  const count = word(job, Word.count);
  const end = beginOf(count, 1, part + 1, parts);
  for (let i = beginOf(count, 1, part, parts); i < end; i++) {
    const id = load<i32>(address(job, Word.ids) + 4 * <usize>i);
    let from = address(job, Word.x) + bytes * <usize>id;
    let to = address(job, Word.to) + bytes * <usize>i;
    const stop = to + bytes;
    for (; to + 16 <= stop; to += 16, from += 16) v128.store(to, v128.load(from));
    for (; to < stop; to += 4, from += 4) store<i32>(to, load<i32>(from));
  }
}

/** to[s] = Σ x[i] over the i with ids[i] = s; ids outside the table are left out. Parts are columns. */
export function segmentSum(job: usize, part: i32, parts: i32): void {
  const width = word(job, Word.width);
  const bytes: usize = 4 * <usize>width;
  const from: usize = 4 * <usize>beginOf(width, 16, part, parts);
  const end: usize = 4 * <usize>beginOf(width, 16, part + 1, parts);
  const rows = word(job, Word.rows);
  for (let row = 0; row < rows; row++) {
    memory.fill(address(job, Word.to) + bytes * <usize>row + from, 0, end - from);
  }
  for (let i = 0; i < word(job, Word.count); i++) {
    const id = load<i32>(address(job, Word.ids) + 4 * <usize>i);
    if (id < 0 || id >= rows) continue;
    const x = address(job, Word.x) + bytes * <usize>i;
    const to = address(job, Word.to) + bytes * <usize>id;
    let at = from;
    for (; at + 16 <= end; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x + at)));
    }
    for (; at < end; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(x + at));
  }
}
