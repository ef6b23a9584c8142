/**
 * Copies a matrix into panels, so that the tile reads both its operands one after another.
 *
 * A panel holds `width` lanes (rows of A or columns of B): its numbers at depth p lie together. Lanes
 * past the last are zeros. Steps are in bytes: number (lane, p) of x at x + lane·laneStep + p·depthStep.
 * @param width a multiple of four
 */
export function pack(
  lanes: i32,
  depth: i32,
  x: usize,
  laneStep: usize,
  depthStep: usize,
  to: usize,
  width: i32,
): void {
  const across = (<usize>width) << 2;
  const panel = across * (depth as usize);
  for (; lanes >= width; lanes -= width, to += panel) {
    for (let lane = 0; lane < width; lane += 4, x += 4 * laneStep) {
      const into = to + ((<usize>lane) << 2);
      if (laneStep === 4) copyFour(depth, x, depthStep, into, across);
      else if (depthStep === 4) {
        turnFour(depth, x, x + laneStep, x + 2 * laneStep, x + 3 * laneStep, into, across);
      } else packLanes(4, depth, x, laneStep, depthStep, into, across);
    }
  }
  if (lanes === 0) return;
  memory.fill(to, 0, panel);
  packLanes(lanes, depth, x, laneStep, depthStep, to, across);
}

/** Any steps, one number after another. */
export function packLanes(
  lanes: i32,
  depth: i32,
  x: usize,
  laneStep: usize,
  depthStep: usize,
  to: usize,
  across: usize,
): void {
  for (let lane = 0; lane < lanes; lane++, x += laneStep, to += 4) {
    let from = x;
    let into = to;
    for (let p = 0; p < depth; p++, from += depthStep, into += across) {
      store<f32>(into, load<f32>(from));
    }
  }
}

/** Lanes that lie together. */
function copyFour(depth: i32, x: usize, depthStep: usize, to: usize, across: usize): void {
  for (let p = 0; p < depth; p++, x += depthStep, to += across) v128.store(to, v128.load(x));
}

/** Lanes that each lie in one piece: transposes 4×4 blocks. */
export function turnFour(
  depth: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  to: usize,
  across: usize,
): void {
  let p = 0;
  for (; p + 4 <= depth; p += 4, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
    const r0 = v128.load(x0);
    const r1 = v128.load(x1);
    const r2 = v128.load(x2);
    const r3 = v128.load(x3);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    to += across;
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
    to += across;
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
    to += across;
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    to += across;
  }
  for (; p < depth; p++, x0 += 4, x1 += 4, x2 += 4, x3 += 4, to += across) {
    store<f32>(to, load<f32>(x0));
    store<f32>(to, load<f32>(x1), 4);
    store<f32>(to, load<f32>(x2), 8);
    store<f32>(to, load<f32>(x3), 12);
  }
}
