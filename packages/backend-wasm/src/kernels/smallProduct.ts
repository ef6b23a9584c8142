/** A matrix inside a larger array: element (row, column) at offset + row·rowStep + column·columnStep. */
export interface Strided {
  readonly values: Float32Array;
  offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/**
 * C = A·B in plain loops, sixteen sums at a time so that each loaded number serves four products.
 *
 * About 3 GFLOP/s: right for matrices so small that calling XNNPACK costs more than the product.
 * @param c row-major [rows, columns], written at `cOffset`
 */
export function smallProduct(
  a: Strided,
  b: Strided,
  c: Float32Array,
  cOffset: number,
  [rows, inner, columns]: readonly [number, number, number],
): void {
  const fullRows = rows - (rows % 4);
  const fullColumns = columns - (columns % 4);
  for (let row = 0; row < fullRows; row += 4) {
    for (let column = 0; column < fullColumns; column += 4) {
      fourByFour(a, b, c, cOffset + row * columns + column, row, column, inner, columns);
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = row < fullRows ? fullColumns : 0; column < columns; column++) {
      c[cOffset + row * columns + column] = dot(a, b, row, column, inner);
    }
  }
}

function dot(a: Strided, b: Strided, row: number, column: number, inner: number): number {
  let sum = 0;
  let p = a.offset + row * a.rowStep;
  let q = b.offset + column * b.columnStep;
  for (let k = 0; k < inner; k++, p += a.columnStep, q += b.rowStep) {
    sum += a.values[p] * b.values[q];
  }
  return sum;
}

function fourByFour(
  a: Strided,
  b: Strided,
  c: Float32Array,
  cStart: number,
  row: number,
  column: number,
  inner: number,
  cRowStep: number,
): void {
  const { values: left, rowStep: aRow, columnStep: aNext } = a;
  const { values: right, rowStep: bNext, columnStep: bColumn } = b;
  let p0 = a.offset + row * aRow;
  let q0 = b.offset + column * bColumn;
  let [c00, c01, c02, c03] = [0, 0, 0, 0];
  let [c10, c11, c12, c13] = [0, 0, 0, 0];
  let [c20, c21, c22, c23] = [0, 0, 0, 0];
  let [c30, c31, c32, c33] = [0, 0, 0, 0];
  for (let k = 0; k < inner; k++, p0 += aNext, q0 += bNext) {
    const a0 = left[p0];
    const a1 = left[p0 + aRow];
    const a2 = left[p0 + 2 * aRow];
    const a3 = left[p0 + 3 * aRow];
    const b0 = right[q0];
    const b1 = right[q0 + bColumn];
    const b2 = right[q0 + 2 * bColumn];
    const b3 = right[q0 + 3 * bColumn];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  const rows = [
    [c00, c01, c02, c03],
    [c10, c11, c12, c13],
    [c20, c21, c22, c23],
    [c30, c31, c32, c33],
  ];
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) c[cStart + i * cRowStep + j] = rows[i][j];
  }
}
