import { address, beginOf, word } from './job';
import { erf4, exp4 } from './math';

enum Word {
  x,
  /** Of gradients: what to multiply the derivative by. */
  dy,
  y,
  size,
  f,
}

/** The functions, numbered as in src/compiled/elementwise.ts. */
enum F {
  exp,
  sigmoid,
  tanh,
  erf,
  gelu,
  geluGradient,
}

const half: f32 = 0.5;

/** y = f(x), or f′(x)·dy. Parts are numbers. */
export function elementwise(job: usize, part: i32, parts: i32): void {
  const size = word(job, Word.size);
  const end: usize = 4 * <usize>beginOf(size, 16, part + 1, parts);
  const f = word(job, Word.f);
  const x = address(job, Word.x);
  const dy = address(job, Word.dy);
  const y = address(job, Word.y);
  let at: usize = 4 * <usize>beginOf(size, 16, part, parts);
  for (; at + 16 <= end; at += 16) {
    v128.store(y + at, applied(f, v128.load(x + at), dy ? v128.load(dy + at) : f32x4.splat(0)));
  }
  for (; at < end; at += 4) {
    const value = applied(
      f,
      v128.load32_splat(x + at),
      dy ? v128.load32_splat(dy + at) : f32x4.splat(0),
    );
    store<f32>(y + at, f32x4.extract_lane(value, 0));
  }
}

function applied(f: i32, x: v128, dy: v128): v128 {
  if (f === F.exp) return exp4(x);
  if (f === F.sigmoid) return sigmoid4(x);
  if (f === F.tanh) return tanh4(x);
  if (f === F.erf) return erf4(x);
  if (f === F.gelu) return f32x4.mul(x, normalCdf4(x));
  return f32x4.mul(dy, geluDerivative4(x));
}

function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** Near zero by its series, where 1 − 2/(e²ˣ + 1) would cancel. */
function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.add(x, x));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const z = f32x4.mul(x, x);
  let series = f32x4.splat(-0.0088632355299022);
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(0.0218694885361552));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-0.053968253968254));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(0.133333333333333));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-0.333333333333333));
  const near = f32x4.add(x, f32x4.mul(x, f32x4.mul(z, series)));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.4)));
}

/** Φ(x), the normal distribution function. */
function normalCdf4(x: v128): v128 {
  const halves = f32x4.splat(half);
  return f32x4.add(halves, f32x4.mul(halves, erf4(f32x4.mul(x, f32x4.splat(<f32>Math.SQRT1_2)))));
}

/** Φ(x) + x·φ(x) */
function geluDerivative4(x: v128): v128 {
  const density = f32x4.mul(
    exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))),
    f32x4.splat(0.3989422804),
  );
  return f32x4.add(normalCdf4(x), f32x4.mul(x, density));
}
