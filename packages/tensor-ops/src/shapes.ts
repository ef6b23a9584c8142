import { ShapeError } from './errors.ts';
import type { Tensor } from './ops.ts';

/** A size that must match, or `null` where any will do. */
export type ShapePattern = readonly (number | null)[];

/** `[32,64]`, the way shapes are written in every message. */
export const showShape = (shape: ShapePattern): string =>
  `[${shape.map((size) => size ?? 'any').join(',')}]`;

/**
 * @param what names the operand in the message: `infoNce: a`
 * @param remedy one sentence that says what to do
 * @throws ShapeError when rank or a size differs from the pattern.
 */
export function assertShape(x: Tensor, pattern: ShapePattern, what: string, remedy: string): void {
  const fits =
    x.shape.length === pattern.length &&
    pattern.every((size, axis) => size === null || size === x.shape[axis]);
  if (!fits) {
    throw new ShapeError(
      `${what} must have shape ${showShape(pattern)}, got ${showShape(x.shape)}. ${remedy}`,
    );
  }
}

/** @throws ShapeError when the two shapes differ. */
export function assertSameShape(a: Tensor, b: Tensor, what: string, remedy: string): void {
  if (a.shape.length !== b.shape.length || a.shape.some((size, axis) => size !== b.shape[axis])) {
    throw new ShapeError(
      `${what} must have the same shape, got ${showShape(a.shape)} and ${showShape(b.shape)}. ${remedy}`,
    );
  }
}
