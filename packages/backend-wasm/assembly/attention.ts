import { address, beginOf, real, word } from './job';
import { sumLanes } from './lanes';
import { Left, multiply } from './product';
import { columns } from './scratch';
import { softmaxRow } from './softmax';

/**
 * Queries, keys and values lie in one tensor [batch, length, 3, heads, size], as one dense layer gives
 * them; the results in [batch, length, heads, size].
 */
enum Word {
  qkv,
  /** [batch, length], 1 where there is something and 0 where there is not; or address 0 */
  mask,
  /** The result, or its gradient */
  y,
  /** The gradient of qkv */
  dqkv,
  batch,
  length,
  heads,
  size,
  scale,
}

/** Bytes between positions in qkv, and in y. */
function stepOf(job: usize): usize {
  return 12 * address(job, Word.heads) * address(job, Word.size);
}

/** Query, key or value `which` of one head in one example of a tensor like qkv. */
function partOf(job: usize, tensor: usize, example: i32, head: i32, which: i32): usize {
  const heads = address(job, Word.heads);
  const position = address(job, Word.length) * <usize>example * 3 + <usize>which;
  return tensor + 4 * address(job, Word.size) * (position * heads + <usize>head);
}

function resultOf(job: usize, example: i32, head: i32): usize {
  const heads = address(job, Word.heads);
  const position = address(job, Word.length) * <usize>example;
  return address(job, Word.y) + 4 * address(job, Word.size) * (position * heads + <usize>head);
}

/** A product of two matrices of which each has its rows and columns `row` and `column` bytes apart. */
function product(
  rows: i32,
  inner: i32,
  width: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  multiply(
    Left.matrix,
    rows,
    inner,
    width,
    a,
    aRow,
    aColumn,
    0,
    b,
    bRow,
    bColumn,
    c,
    cRow,
    0,
    scratch,
  );
}

/** weights = softmax(q·kᵀ·scale), zero where the mask is. */
function weigh(job: usize, example: i32, head: i32, weights: usize, scratch: usize): void {
  const length = word(job, Word.length);
  const row: usize = 4 * <usize>length;
  const step = stepOf(job);
  const q = partOf(job, address(job, Word.qkv), example, head, 0);
  const k = partOf(job, address(job, Word.qkv), example, head, 1);
  product(length, word(job, Word.size), length, q, step, 4, k, 4, step, weights, row, scratch);
  const scale = real(job, Word.scale);
  const mask = address(job, Word.mask);
  const present = mask + row * <usize>example;
  for (let at = weights; at < weights + row * <usize>length; at += row) {
    for (let i: usize = 0; i < row; i += 4) {
      const away: f32 = mask ? (load<f32>(present + i) - 1) * 1e9 : 0;
      store<f32>(at + i, load<f32>(at + i) * scale + away);
    }
    softmaxRow(at, at, row);
  }
}

/** y = weights·v for every head of every example. Parts are heads of examples. */
export function attention(job: usize, part: i32, parts: i32, scratch: usize): void {
  const length = word(job, Word.length);
  const size = word(job, Word.size);
  const heads = word(job, Word.heads);
  const all = word(job, Word.batch) * heads;
  const step = stepOf(job);
  const weights = scratch + columns;
  for (let i = beginOf(all, 1, part, parts); i < beginOf(all, 1, part + 1, parts); i++) {
    const example = i / heads;
    const head = i % heads;
    weigh(job, example, head, weights, scratch);
    const v = partOf(job, address(job, Word.qkv), example, head, 2);
    const y = resultOf(job, example, head);
    product(length, length, size, weights, 4 * <usize>length, 4, v, step, 4, y, step / 3, scratch);
  }
}

/**
 * The gradients of q, k and v; the weights are computed again rather than kept: dv = weightsᵀ·dy,
 * d = dy·vᵀ, s = weights∘(d − Σ weights∘d)·scale, dq = s·k, dk = sᵀ·q.
 */
export function attentionGradient(job: usize, part: i32, parts: i32, scratch: usize): void {
  const length = word(job, Word.length);
  const size = word(job, Word.size);
  const heads = word(job, Word.heads);
  const all = word(job, Word.batch) * heads;
  const row: usize = 4 * <usize>length;
  const step = stepOf(job);
  const qkv = address(job, Word.qkv);
  const dqkv = address(job, Word.dqkv);
  const weights = scratch + columns;
  const slopes = weights + row * <usize>length;
  for (let i = beginOf(all, 1, part, parts); i < beginOf(all, 1, part + 1, parts); i++) {
    const example = i / heads;
    const head = i % heads;
    weigh(job, example, head, weights, scratch);
    const dy = resultOf(job, example, head);
    const dyStep = step / 3;
    const q = partOf(job, qkv, example, head, 0);
    const k = partOf(job, qkv, example, head, 1);
    const v = partOf(job, qkv, example, head, 2);
    const dq = partOf(job, dqkv, example, head, 0);
    const dk = partOf(job, dqkv, example, head, 1);
    const dv = partOf(job, dqkv, example, head, 2);
    product(length, length, size, weights, 4, row, dy, dyStep, 4, dv, step, scratch);
    product(length, size, length, dy, dyStep, 4, v, 4, step, slopes, row, scratch);
    slope(weights, slopes, length, real(job, Word.scale));
    product(length, length, size, slopes, row, 4, k, step, 4, dq, step, scratch);
    product(length, length, size, slopes, 4, row, q, step, 4, dk, step, scratch);
  }
}

/** slopes = weights∘(slopes − Σ weights∘slopes)·scale, row by row. */
function slope(weights: usize, slopes: usize, length: i32, scale: f32): void {
  const row: usize = 4 * <usize>length;
  const end = weights + row * <usize>length;
  for (; weights < end; weights += row, slopes += row) {
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at + 16 <= row; at += 16) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(weights + at), v128.load(slopes + at)));
    }
    let sum = sumLanes(sums);
    for (; at < row; at += 4) sum += load<f32>(weights + at) * load<f32>(slopes + at);
    for (at = 0; at < row; at += 4) {
      store<f32>(slopes + at, load<f32>(weights + at) * (load<f32>(slopes + at) - sum) * scale);
    }
  }
}
