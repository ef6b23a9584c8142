import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  ConfigError,
  conv2dLayer,
  conv2dTransposed,
  cpu,
  createRng,
  crossAttention,
  dense,
  differentiate,
  disposeParams,
  dropout,
  embedding,
  fromLeaves,
  gelu,
  groupNorm,
  inference,
  type Layer,
  layerNorm,
  leaves,
  logSoftmax,
  type Mode,
  mul,
  multiHeadAttention,
  normal,
  normalise,
  type Params,
  type Scalar,
  type Sequence,
  ShapeError,
  silu,
  standardize,
  sum,
  type Tensor,
  tensor,
  transformerBlock,
  useBackend,
  zeros,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Plain {
  shape: number[];
  values: number[];
}
interface Inputs {
  x: Plain;
  params: Record<string, Plain>;
  weights: Plain;
  mask?: Plain;
}
const { inputs, expected, provenance } = golden<
  Record<string, Inputs>,
  Record<string, { y: Plain; gradients: Record<string, Plain> }>
>(`${__dirname}/golden/layers.json`);

const tensorOf = ({ shape, values }: Plain) => tensor(values, shape);
const flat = (x: Tensor) => x.dataSync();
const plainLayer = (f: (x: Tensor) => Tensor): Layer => ({
  init: () => ({}),
  apply: (_, x) => f(x),
});
const convolutions = (kind: 'conv2d' | 'conv2dTransposed', layer: typeof conv2dLayer) =>
  (
    [
      [3, 1, 'same'],
      [3, 2, 'same'],
      [2, 2, 'valid'],
    ] as const
  ).map(([size, strides, pad]): [string, Layer] => [
    `${kind} ${size} ${strides} ${pad}`,
    layer(2, 3, { size, strides, pad }),
  ]);

const layers: Record<string, Layer> = {
  dense: dense(4, 5),
  layerNorm: layerNorm(6),
  groupNorm: groupNorm(4, 2),
  gelu: plainLayer(gelu),
  silu: plainLayer(silu),
  logSoftmax: plainLayer(logSoftmax),
  normalise: plainLayer(normalise),
  standardize: plainLayer(standardize),
  ...Object.fromEntries(convolutions('conv2d', conv2dLayer)),
  ...Object.fromEntries(convolutions('conv2dTransposed', conv2dTransposed)),
};
const cross = crossAttention(6, 2, 5);
const sequenceLayers: Record<string, Layer<Sequence>> = {
  multiHeadAttention: multiHeadAttention(6, 2),
  transformerBlock: transformerBlock(6, { heads: 2, hidden: 8 }),
  causalAttention: multiHeadAttention(6, 2, { causal: true }),
  crossAttention: {
    init: cross.init,
    apply: (params, { x, mask }, mode) =>
      cross.apply(params, { x, memory: params['memory'] as Tensor, mask }, mode),
  },
};

/** A golden case as an objective of `{ x, params }`. */
function caseOf(name: string) {
  const { x, params, weights, mask } = inputs[name];
  const tree = {
    x: tensorOf(x),
    params: fromLeaves(Object.entries(params).map(([path, p]) => [path, tensorOf(p)])),
  };
  const fixed = { weights: tensorOf(weights), ...(mask ? { mask: tensorOf(mask) } : {}) };
  const apply = (p: Params) =>
    name in layers
      ? layers[name].apply((p['params'] ?? {}) as Params, p['x'] as Tensor, inference)
      : sequenceLayers[name].apply(
          p['params'] as Params,
          { x: p['x'] as Tensor, mask: fixed.mask as Tensor },
          inference,
        );
  return { tree, fixed, apply };
}

describe(provenance, () => {
  const close = { absolute: 2e-5, relative: 2e-5 };

  test.each(Object.keys(expected))('%s: value and gradients', async (name) => {
    const { tree, fixed, apply } = caseOf(name);
    const y = apply(tree);
    expect(y.shape).toEqual(expected[name].y.shape);
    expectClose(flat(y), expected[name].y.values, close);
    const objective = (p: Params) => ({
      loss: sum(mul(apply(p), fixed.weights)) as Scalar,
      terms: {},
    });
    const { loss, gradients } = differentiate(objective, tree, undefined, createRng(0));
    for (const [path, gradient] of leaves(gradients)) {
      const want = expected[name].gradients[path.replace(/^params\./, '')];
      expect(gradient.shape).toEqual(want.shape);
      expectClose(flat(gradient), want.values, close);
    }
    await leaksNothing(() => apply(tree));
    for (const t of [y, loss, ...Object.values(fixed)]) t.dispose();
    disposeParams(gradients);
    disposeParams(tree);
  });

  test('holds every layer', () => {
    const names = [...Object.keys(layers), ...Object.keys(sequenceLayers)];
    expect(Object.keys(expected).sort()).toEqual(names.sort());
  });
});

describe('what init gives', () => {
  test.each(['dense', 'layerNorm', 'groupNorm', 'conv2d 3 2 same', 'conv2dTransposed 3 2 same'])(
    '%s: the shapes that apply takes',
    (name) => {
      const params = layers[name].init(createRng(1));
      for (const [path, leaf] of leaves(params)) {
        expect(leaf.shape).toEqual(inputs[name].params[path].shape);
      }
      expect(leaves(params)).toHaveLength(Object.keys(inputs[name].params).length);
      disposeParams(params);
    },
  );

  test('dense without bias', () => {
    const params = dense(2, 3, { bias: false }).init(createRng(1));
    expect(leaves(params).map(([path]) => path)).toEqual(['kernel']);
    disposeParams(params);
  });
});

describe('padding', () => {
  test.each(['multiHeadAttention', 'transformerBlock'] as const)(
    '%s: what is masked changes nothing',
    (name) => {
      const { tree, fixed } = caseOf(name);
      const noisy = tensorOf({ shape: [2, 4, 6], values: inputs[name].x.values.slice() });
      const values = flat(noisy).slice();
      values.fill(1e3, 1 * 24 + 2 * 6);
      const other = tensor(values, [2, 4, 6]);
      const run = (x: Tensor) =>
        sequenceLayers[name].apply(tree.params, { x, mask: fixed.mask as Tensor }, inference);
      const [a, b] = [run(noisy), run(other)].map((y) => [...flat(y).slice(0, 24 + 12)]);
      expect(a).toEqual(b);
    },
  );

  test('a row without anything gives finite numbers', () => {
    const { tree } = caseOf('multiHeadAttention');
    const y = sequenceLayers.multiHeadAttention.apply(
      tree.params,
      { x: tree.x, mask: zeros([2, 4]) },
      inference,
    );
    expect([...flat(y)].every(Number.isFinite)).toBe(true);
  });
});

describe('order', () => {
  test('a causal position knows nothing of those after it, whatever the mask leaves', () => {
    const layer = transformerBlock(6, { heads: 2, hidden: 8, causal: true });
    const params = layer.init(createRng(3));
    const mask = tensor([1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1], [3, 4]);
    const x = normal(createRng(4), [3, 4, 6]);
    const run = (input: Tensor) => [...flat(layer.apply(params, { x: input, mask }, inference))];
    const before = run(x);
    for (let last = 1; last < 4; last++) {
      const values = flat(x).map((v, i) => (Math.floor(i / 6) % 4 >= last ? v + 7 : v));
      run(tensor(values, [3, 4, 6])).forEach((value, i) => {
        if (Math.floor(i / 6) % 4 < last) expect(value).toBe(before[i]);
      });
    }
  });

  test('the slots of a memory have none, and what is masked changes nothing', () => {
    const params = cross.init(createRng(3));
    const [x, memory] = [normal(createRng(4), [1, 2, 6]), normal(createRng(5), [1, 3, 5])];
    const values = [...flat(memory)];
    const swapped = [...values.slice(5, 10), ...values.slice(0, 5), ...Array(5).fill(1e3)];
    const mask = tensor([1, 1, 0], [1, 3]);
    const run = (m: Tensor) => flat(cross.apply(params, { x, memory: m, mask }, inference));
    expectClose(run(tensor(swapped, [1, 3, 5])), run(memory));
  });
});

describe('embedding', () => {
  test('takes rows of its table, and its gradient adds up where ids repeat', async () => {
    const ids = tensor(
      [
        [2, 0],
        [2, 1],
      ],
      [2, 2],
      'int32',
    );
    const layer = embedding(3, 2);
    const table = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
    expect([...flat(layer.apply({ table }, ids, inference))]).toEqual([5, 6, 1, 2, 5, 6, 3, 4]);
    await gradientsMatchFiniteDifferences(({ t }) => layer.apply({ table: t }, ids, inference), {
      t: [3, 2],
    });
  });
});

describe('dropout', () => {
  const training: Mode = { training: true, rng: createRng(4) };

  test('keeps its share and the mean, and is the identity in inference', () => {
    const x = tensor(new Float32Array(10_000).fill(3), [10_000]);
    const kept = [...flat(dropout(0.25).apply({}, x, training))];
    expect(new Set(kept)).toEqual(new Set([0, 4]));
    expect(kept.reduce((a, b) => a + b, 0) / kept.length).toBeCloseTo(3, 0);
    expect(flat(dropout(0.25).apply({}, x, inference))).toEqual(flat(x));
  });

  test('its gradient passes where its value does', () =>
    gradientsMatchFiniteDifferences(({ x }) => dropout(0.5).apply({}, x, training), { x: [4, 3] }));

  test.each([-0.1, 1, Number.NaN])('refuses a rate of %p', (rate) => {
    expect(() => dropout(rate)).toThrow(`rate must be at least 0 and below 1, got ${rate}`);
  });

  test('a transformer block draws anew for attention and mlp', () => {
    const block = transformerBlock(4, { heads: 1, dropout: 0.5 });
    const params = block.init(createRng(2));
    const x = tensor([1, 2, 3, 5, -1, 0, 2, 0], [1, 2, 4]);
    const run = (mode: Mode) => [...flat(block.apply(params, { x }, mode))];
    expect(run(training)).toEqual(run(training));
    expect(run(training)).not.toEqual(run({ training: true, rng: createRng(5) }));
  });
});

describe('errors teach', () => {
  const apply = (layer: Layer, shape: number[]) => () =>
    layer.apply(layer.init(createRng(1)), zeros(shape), inference);

  test.each<[string, () => unknown, string]>([
    [
      'dense',
      () => apply(dense(4, 5), [2, 3]),
      'dense: the last axis must have shape [any,4], got [2,3]. Give the layer that input size.',
    ],
    [
      'layerNorm',
      () => apply(layerNorm(4), [2, 3]),
      'layerNorm: x must have shape [any,4], got [2,3]. The last axis holds the channels.',
    ],
    ['conv2d', () => apply(conv2dLayer(3, 4, { size: 3 }), [1, 5, 5, 1]), 'conv2d: x must have'],
  ])('%s', (_, make, message) => {
    const call = make() as () => unknown;
    expect(call).toThrow(message);
    expect(call).toThrow(ShapeError);
  });

  test('attention: a mask of another length', () => {
    const layer = multiHeadAttention(4, 2);
    const params = layer.init(createRng(1));
    expect(() =>
      layer.apply(params, { x: zeros([1, 3, 4]), mask: zeros([1, 2]) }, inference),
    ).toThrow('multiHeadAttention: mask must have shape [1,3], got [1,2].');
  });

  test('cross attention: a memory or a mask of another size', () => {
    const params = cross.init(createRng(1));
    const x = zeros([1, 3, 6]);
    const refuse = (memory: Tensor, mask?: Tensor) =>
      expect(() => cross.apply(params, { x, memory, mask }, inference));
    refuse(zeros([1, 2, 4])).toThrow('crossAttention: memory must have shape [1,any,5]');
    refuse(zeros([2, 2, 5])).toThrow(ShapeError);
    refuse(zeros([1, 2, 5]), zeros([1, 3])).toThrow('crossAttention: mask must have shape [1,2]');
  });

  test('what cannot be built', () => {
    expect(() => crossAttention(6, 4, 5)).toThrow('crossAttention: heads must divide dim');
    expect(() => multiHeadAttention(6, 4)).toThrow(ConfigError);
    expect(() => groupNorm(6, 4)).toThrow('groups must divide channels, got 6 channels and 4');
  });
});
