import { newtonSchulz } from '@xm/tensor-ops';
import { gemm, type Matrix } from '../compiled/gemm.ts';
import { allocate, floats, free } from '../heap.ts';
import type { Info, Kernel } from '../kernel.ts';
import { fusedKernel } from './fusedKernel.ts';

/** Its products are small and many: called as operations they take twice as long. */
export const orthogonalise: Kernel<Info[]> = fusedKernel<Record<'x', Info>, unknown>(
  'orthogonalise',
  ({ backend, compiled, at }, { x }) => {
    const [rows, columns] = x.shape;
    const side = Math.min(rows, columns);
    const long = Math.max(rows, columns);
    const out = allocate(backend, x.shape);
    const made = Array.from({ length: 5 }, () => allocate(backend, [side, side]));
    // All is allocated, so that the heap stays where it is.
    let [gram, turn, bend, spare, square] = made.map((tensor) => ({
      numbers: floats(backend, tensor),
      matrix: { at: at(tensor), rowStep: side, columnStep: 1 },
    }));
    const product = (a: Matrix, b: Matrix, c: Matrix, inner = side): void =>
      gemm(compiled, { rows: side, inner, columns: side, a, b, c });

    // x as [long, side], and transposed.
    const [longStep, sideStep] = rows > columns ? [columns, 1] : [1, columns];
    const tall = { at: at(x), rowStep: longStep, columnStep: sideStep };
    const wide = { at: at(x), rowStep: sideStep, columnStep: longStep };
    product(wide, tall, gram.matrix, long);
    let trace = 0;
    for (let i = 0; i < side; i++) trace += gram.numbers[i * (side + 1)];
    const norm = Math.max(Math.sqrt(trace), newtonSchulz.tiny);
    for (let i = 0; i < gram.numbers.length; i++) gram.numbers[i] /= norm * norm;

    const [a, b, c] = newtonSchulz.quintic;
    for (let round = 0; round < newtonSchulz.rounds; round++) {
      product(gram.matrix, gram.matrix, square.matrix);
      for (let i = 0; i < gram.numbers.length; i++) {
        bend.numbers[i] = b * gram.numbers[i] + c * square.numbers[i];
      }
      for (let i = 0; i < side; i++) bend.numbers[i * (side + 1)] += a;
      if (round === 0) {
        turn.numbers.set(bend.numbers);
      } else {
        product(bend.matrix, turn.matrix, spare.matrix);
        [turn, spare] = [spare, turn];
      }
      if (round === newtonSchulz.rounds - 1) break;
      product(bend.matrix, gram.matrix, square.matrix);
      product(square.matrix, bend.matrix, gram.matrix);
    }
    for (let i = 0; i < turn.numbers.length; i++) turn.numbers[i] /= norm;
    const whole = { at: at(x), rowStep: columns, columnStep: 1 };
    const [left, right] = rows > columns ? [whole, turn.matrix] : [turn.matrix, whole];
    const result = { at: at(out), rowStep: columns };
    gemm(compiled, { rows, inner: side, columns, a: left, b: right, c: result });
    free(backend, ...made);
    return [out];
  },
);
