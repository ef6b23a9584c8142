import { address, beginOf, real, word } from './job';

enum Word {
  p,
  gradient,
  mean,
  square,
  nextP,
  nextMean,
  nextSquare,
  size,
  // Real numbers from here on.
  beta1,
  rest1,
  beta2,
  rest2,
  rate,
  root,
  epsilon,
  kept,
}

/**
 * One step of AdamW on the numbers of a tensor: m′ = β₁m + (1−β₁)g, v′ = β₂v + (1−β₂)g²,
 * p′ = p·kept − rate·m′/(root·√v′ + ε). Parts are numbers.
 */
export function adamW(job: usize, part: i32, parts: i32): void {
  const size = word(job, Word.size);
  const from: usize = 4 * <usize>beginOf(size, 16, part, parts);
  const to: usize = 4 * <usize>beginOf(size, 16, part + 1, parts);
  const p = address(job, Word.p);
  const gradient = address(job, Word.gradient);
  const mean = address(job, Word.mean);
  const square = address(job, Word.square);
  const nextP = address(job, Word.nextP);
  const nextMean = address(job, Word.nextMean);
  const nextSquare = address(job, Word.nextSquare);
  const beta1 = real(job, Word.beta1);
  const rest1 = real(job, Word.rest1);
  const beta2 = real(job, Word.beta2);
  const rest2 = real(job, Word.rest2);
  const rate = real(job, Word.rate);
  const root = real(job, Word.root);
  const epsilon = real(job, Word.epsilon);
  const kept = real(job, Word.kept);
  let at = from;
  for (; at + 16 <= to; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(
      f32x4.mul(f32x4.splat(beta1), v128.load(mean + at)),
      f32x4.mul(f32x4.splat(rest1), g),
    );
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(square + at)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
    );
    const under = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(epsilon));
    const step = f32x4.mul(f32x4.div(m, under), f32x4.splat(rate));
    v128.store(nextMean + at, m);
    v128.store(nextSquare + at, v);
    v128.store(nextP + at, f32x4.sub(f32x4.mul(v128.load(p + at), f32x4.splat(kept)), step));
  }
  for (; at < to; at += 4) {
    const g = load<f32>(gradient + at);
    const m = beta1 * load<f32>(mean + at) + rest1 * g;
    const v = beta2 * load<f32>(square + at) + rest2 * (g * g);
    store<f32>(nextMean + at, m);
    store<f32>(nextSquare + at, v);
    const step = (m / (sqrt(v) * root + epsilon)) * rate;
    store<f32>(nextP + at, load<f32>(p + at) * kept - step);
  }
}
