/** log of the mean of e^value, row by row, of values that come a few at a time. */
export interface RunningLogMeanExp {
  /** @param values [rows, some], row by row: some more of each row */
  add(values: ArrayLike<number>): void;
  read(): Float64Array;
}

/** In double precision, each row less its greatest value so far, so that nothing is too large or too small. */
export function runningLogMeanExp(rows: number): RunningLogMeanExp {
  const greatest = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(rows);
  let count = 0;
  return {
    add(values) {
      const some = values.length / rows;
      count += some;
      for (let i = 0; i < values.length; i++) {
        const row = Math.floor(i / some);
        if (values[i] > greatest[row]) {
          sums[row] *= Math.exp(greatest[row] - values[i]);
          greatest[row] = values[i];
        }
        sums[row] += values[i] === greatest[row] ? 1 : Math.exp(values[i] - greatest[row]);
      }
    },
    read: () => sums.map((sum, row) => greatest[row] + Math.log(sum / count)),
  };
}
