import { ConfigError, reshape, type Tensor, tidy, transpose } from '@xm/tensor-ops';

/**
 * Cuts a grid into squares and lays each one out as a vector: [batch, height, width, channels] →
 * [batch, height/side, width/side, side·side·channels]. Followed by `dense` it is a convolution with
 * stride and kernel `side`, done as one matrix product.
 */
export const patchify = (x: Tensor, side: number): Tensor =>
  tidy(() => {
    const [batch, height, width, channels] = x.shape;
    const [rows, columns] = [height / side, width / side];
    const cut = reshape(x, [batch, rows, side, columns, side, channels]);
    const squares = transpose(cut, [0, 1, 3, 2, 4, 5]);
    return reshape(squares, [batch, rows, columns, side * side * channels]);
  });

/** The inverse of `patchify`: [batch, rows, columns, side·side·channels] → [batch, rows·side, columns·side, channels]. */
export const unpatchify = (x: Tensor, side: number): Tensor =>
  tidy(() => {
    const [batch, rows, columns, depth] = x.shape;
    const channels = depth / (side * side);
    const squares = reshape(x, [batch, rows, columns, side, side, channels]);
    const woven = transpose(squares, [0, 1, 3, 2, 4, 5]);
    return reshape(woven, [batch, rows * side, columns * side, channels]);
  });

/** @throws ConfigError when squares of `side` do not tile a picture of `size`. */
export function assertTiles(size: number, side: number, path: string): void {
  if (size % side !== 0) {
    throw new ConfigError(
      `${path}: size must be a multiple of ${side}, got ${size}. ` +
        `Use ${Math.max(side, Math.round(size / side) * side)}.`,
    );
  }
}
