import {
  add,
  div,
  maximum,
  mean,
  mul,
  ones,
  type Params,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  zeros,
} from '@xm/tensor-ops';

/** Where numbers lie and how far they spread, column by column: `{ mean, deviation }`, float32 [1, columns] each. */
export type Spread = Params & { readonly mean: Tensor; readonly deviation: Tensor };

/** What never moves is left as it is, and not blown up. */
const least = 1e-3;

/** @param rows float32 [rows, columns]; the caller frees what it gets */
export const spreadOf = (rows: Tensor): Spread =>
  tidy((): never => {
    const centre = mean(rows, 0, true);
    const deviation = maximum(sqrt(mean(square(sub(rows, centre)), 0, true)), least);
    return { mean: centre, deviation } as never;
  });

/** That of what is standardised. */
export const unitSpread = (columns: number): Spread => ({
  mean: zeros([1, columns]),
  deviation: ones([1, columns]),
});

/** (rows − mean)/deviation */
export const standardised = (rows: Tensor, { mean: centre, deviation }: Spread): Tensor =>
  tidy(() => div(sub(rows, centre), deviation));

/** The same of rows that there may be, and whose spread is known where there are. */
export const maybeStandardised = (
  rows: Tensor | undefined,
  spread: Spread | undefined,
): Tensor | undefined => (rows && spread ? standardised(rows, spread) : rows);

/** What `standardised` gave such rows. */
export const restored = (rows: Tensor, { mean: centre, deviation }: Spread): Tensor =>
  tidy(() => add(mul(rows, deviation), centre));
