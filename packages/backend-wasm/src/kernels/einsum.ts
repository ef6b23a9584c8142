import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError } from '@xm/tensor-ops';
import { free, sizeOf, viewAs } from '../heap.ts';
import type { Call, Info, Kernel, Run } from '../kernel.ts';
import { permute } from '../permute.ts';
import { batchMatMul } from './batchMatMul.ts';

/**
 * Einstein summation of two operands, each letter once a term: a batched matrix product between two
 * transposes. Missing in tfjs-backend-wasm.
 *
 * @throws BackendError for other numbers of operands, repeated letters, and letters that one operand alone
 * has and the result lacks.
 */
export const einsum: Kernel = {
  name: 'Einsum',
  build: (stock) => {
    const multiply = batchMatMul.build(stock);
    return ({ inputs, attrs, backend }: Call<Info[], { equation: string }>) => {
      const [terms, output] = parse(attrs.equation, Object.keys(inputs).length);
      return product(multiply, backend, [inputs[0], inputs[1]], terms, output);
    };
  },
};

type Letters = readonly string[];

function parse(equation: string, operands: number): [[Letters, Letters], Letters] {
  const [left, right] = equation.replace(/\s/g, '').split('->');
  const terms = left.split(',').map((term) => [...term]);
  const output = [...(right ?? '')];
  const unique = [...terms, output].every((term) => new Set(term).size === term.length);
  const lonely = [...terms.flat()].filter(
    (letter) => !output.includes(letter) && !terms.every((term) => term.includes(letter)),
  );
  if (operands !== 2 || terms.length !== 2 || !unique || lonely.length > 0) {
    throw new BackendError(
      `wasm: einsum takes two operands and each letter once a term, summed letters in both, got '${equation}'. ` +
        'Sum or multiply in steps.',
    );
  }
  return [[terms[0], terms[1]], output];
}

function product(
  multiply: Run,
  backend: BackendWasm,
  [a, b]: [Info, Info],
  [left, right]: [Letters, Letters],
  output: Letters,
): Info {
  const batch = output.filter((letter) => left.includes(letter) && right.includes(letter));
  const rows = output.filter((letter) => !right.includes(letter));
  const columns = output.filter((letter) => !left.includes(letter));
  const inner = left.filter((letter) => !output.includes(letter));
  const sizes = new Map([
    ...left.map((letter, axis) => [letter, a.shape[axis]] as const),
    ...right.map((letter, axis) => [letter, b.shape[axis]] as const),
  ]);
  const shapeOf = (letters: Letters): number[] => letters.map((letter) => sizes.get(letter)!);
  const size = (letters: Letters): number => sizeOf(shapeOf(letters));
  const ordered = (x: Info, from: Letters, to: Letters): Info =>
    permute(
      backend,
      x,
      to.map((letter) => from.indexOf(letter)),
    );

  const p = ordered(a, left, [...batch, ...rows, ...inner]);
  const q = ordered(b, right, [...batch, ...inner, ...columns]);
  const y = multiply({
    inputs: {
      a: viewAs(p, [size(batch), size(rows), size(inner)]),
      b: viewAs(q, [size(batch), size(inner), size(columns)]),
    },
    attrs: { transposeA: false, transposeB: false },
    backend,
  });
  const grouped = [...batch, ...rows, ...columns];
  const out = ordered(viewAs(y, shapeOf(grouped)), grouped, output);
  free(backend, p, q, y);
  return out;
}
