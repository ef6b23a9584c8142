import { address, beginOf, real, word } from './job';
import { sumLanes } from './lanes';

enum Forward {
  x,
  gain,
  bias,
  y,
  unit,
  scale,
  rows,
  channels,
  epsilon,
}

/** unit = (x − mean)·scale, scale = 1/√(variance + ε), y = unit·gain + bias. Parts are rows. */
export function layerNorm(job: usize, part: i32, parts: i32): void {
  const rows = word(job, Forward.rows);
  const bytes: usize = 4 * address(job, Forward.channels);
  const whole = bytes & ~15;
  const count = <f32>word(job, Forward.channels);
  const epsilon = real(job, Forward.epsilon);
  const gain = address(job, Forward.gain);
  const bias = address(job, Forward.bias);
  const begin = beginOf(rows, 1, part, parts);
  let x = address(job, Forward.x) + bytes * <usize>begin;
  let y = address(job, Forward.y) + bytes * <usize>begin;
  let unit = address(job, Forward.unit) + bytes * <usize>begin;
  let scales = address(job, Forward.scale) + 4 * <usize>begin;
  const end = address(job, Forward.x) + bytes * <usize>beginOf(rows, 1, part + 1, parts);
  for (; x < end; x += bytes, y += bytes, unit += bytes, scales += 4) {
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 16) sums = f32x4.add(sums, v128.load(x + at));
    let sum = sumLanes(sums);
    for (; at < bytes; at += 4) sum += load<f32>(x + at);
    const mean = sum / count;

    sums = f32x4.splat(0);
    const means = f32x4.splat(mean);
    for (at = 0; at < whole; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), means);
      sums = f32x4.add(sums, f32x4.mul(centred, centred));
    }
    let squares = sumLanes(sums);
    for (; at < bytes; at += 4) {
      const centred = load<f32>(x + at) - mean;
      squares += centred * centred;
    }
    const scale = <f32>1 / sqrt(squares / count + epsilon);
    store<f32>(scales, scale);

    for (at = 0; at < whole; at += 16) {
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), f32x4.splat(scale));
      v128.store(unit + at, u);
      v128.store(y + at, f32x4.add(f32x4.mul(u, v128.load(gain + at)), v128.load(bias + at)));
    }
    for (; at < bytes; at += 4) {
      const u = (load<f32>(x + at) - mean) * scale;
      store<f32>(unit + at, u);
      store<f32>(y + at, u * load<f32>(gain + at) + load<f32>(bias + at));
    }
  }
}

enum Backward {
  dy,
  gain,
  unit,
  scale,
  dx,
  rows,
  channels,
}

/** dx = scale·(d − mean(d) − unit·mean(d·unit)) with d = dy·gain. Parts are rows. */
export function layerNormGradient(job: usize, part: i32, parts: i32): void {
  const rows = word(job, Backward.rows);
  const bytes: usize = 4 * address(job, Backward.channels);
  const whole = bytes & ~15;
  const count = <f32>word(job, Backward.channels);
  const gain = address(job, Backward.gain);
  const begin = beginOf(rows, 1, part, parts);
  let dy = address(job, Backward.dy) + bytes * <usize>begin;
  let dx = address(job, Backward.dx) + bytes * <usize>begin;
  let unit = address(job, Backward.unit) + bytes * <usize>begin;
  let scales = address(job, Backward.scale) + 4 * <usize>begin;
  const end = address(job, Backward.dy) + bytes * <usize>beginOf(rows, 1, part + 1, parts);
  for (; dy < end; dy += bytes, dx += bytes, unit += bytes, scales += 4) {
    let sums = f32x4.splat(0);
    let products = f32x4.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const d = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
      sums = f32x4.add(sums, d);
      products = f32x4.add(products, f32x4.mul(d, v128.load(unit + at)));
    }
    let sum = sumLanes(sums);
    let product = sumLanes(products);
    for (; at < bytes; at += 4) {
      const d = load<f32>(dy + at) * load<f32>(gain + at);
      sum += d;
      product += d * load<f32>(unit + at);
    }
    const mean = sum / count;
    const along = product / count;
    const scale = load<f32>(scales);
    for (at = 0; at < whole; at += 16) {
      const d = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
      const rest = f32x4.sub(
        f32x4.sub(d, f32x4.splat(mean)),
        f32x4.mul(v128.load(unit + at), f32x4.splat(along)),
      );
      v128.store(dx + at, f32x4.mul(rest, f32x4.splat(scale)));
    }
    for (; at < bytes; at += 4) {
      const d = load<f32>(dy + at) * load<f32>(gain + at);
      store<f32>(dx + at, (d - mean - load<f32>(unit + at) * along) * scale);
    }
  }
}
