import { assertShape, DataError, ShapeError, type Tensor } from '@xm/tensor-ops';

/** A grid of tokens: what a picture is to `vqVae`, and a text of so many letters to `tokenPrior`. */
export interface TokenGrid {
  /** How many different tokens there are: 0 … codes − 1. */
  readonly codes: number;
  readonly rows: number;
  readonly columns: number;
}

/** @throws ShapeError when tokens are not int32 [batch, rows, columns]. */
export function assertGrid(tokens: Tensor, { rows, columns }: TokenGrid, what: string): void {
  assertShape(tokens, [null, rows, columns], what, 'Give a grid of tokens for each picture.');
  if (tokens.dtype === 'int32') return;
  throw new ShapeError(`${what} must be int32, got ${tokens.dtype}. Cast them: cast(x, 'int32').`);
}

/**
 * Reads the tokens.
 *
 * @throws ShapeError as `assertGrid`; DataError for a token that is none of the codes.
 */
export async function assertTokens(tokens: Tensor, grid: TokenGrid, what: string): Promise<void> {
  assertGrid(tokens, grid, what);
  const values = await tokens.data();
  const at = values.findIndex((token) => token < 0 || token >= grid.codes);
  if (at < 0) return;
  const each = grid.rows * grid.columns;
  const [picture, place] = [Math.floor(at / each), at % each];
  const [row, column] = [Math.floor(place / grid.columns), place % grid.columns];
  throw new DataError(
    `${what} must be 0 … ${grid.codes - 1}, got ${values[at]} at [${picture}, ${row}, ${column}]. ` +
      'Were they made with another codebook?',
  );
}
