import { leaksNothing } from '@xm/testing';
import {
  add,
  conform,
  countParams,
  cpu,
  DataError,
  disposeParams,
  fromLeaves,
  leaves,
  loadParams,
  mapParams,
  memory,
  type Params,
  reshape,
  saveParams,
  scalar,
  type Tensor,
  tensor,
  useBackend,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const make = (): Params => ({
  text: { table: tensor([1, 2, 3, 4], [2, 2]), norm: { gain: tensor([1, 2]) } },
  image: { kernel: tensor([5, 6], [1, 2]) },
  step: tensor([7], [1], 'int32'),
});
const valuesOf = (params: Params) =>
  leaves(params).map(([path, leaf]) => [path, leaf.dtype, leaf.shape, [...leaf.dataSync()]]);

describe('a tree of tensors', () => {
  test('leaves come in the order of writing, fromLeaves puts them back', () => {
    const params = make();
    expect(leaves(params).map(([path]) => path)).toEqual([
      'text.table',
      'text.norm.gain',
      'image.kernel',
      'step',
    ]);
    expect(fromLeaves(leaves(params))).toEqual(params);
    disposeParams(params);
  });

  test('mapParams gives each leaf, its path and its like in other trees', () => {
    const [a, b] = [make(), make()];
    const paths: string[] = [];
    const sums = mapParams(
      (leaf, path, other) => {
        paths.push(path);
        return add(leaf, other);
      },
      a,
      b,
    );
    expect(paths).toEqual(leaves(a).map(([path]) => path));
    expect([...((sums['image'] as Params)['kernel'] as Tensor).dataSync()]).toEqual([10, 12]);
    for (const tree of [a, b, sums]) disposeParams(tree);
  });

  test('countParams counts numbers, disposeParams frees tensors', () => {
    const before = memory().numTensors;
    const params = make();
    expect(countParams(params)).toBe(4 + 2 + 2 + 1);
    disposeParams(params);
    expect(memory().numTensors).toBe(before);
  });
});

describe('saving', () => {
  test('what saveParams writes, loadParams and conform read', async () => {
    const params = make();
    const bytes = await saveParams(params, { note: 'ü' });
    const { params: loaded, metadata } = loadParams(bytes);
    const back = conform(loaded, params, 'model.safetensors');
    expect(metadata).toEqual({ note: 'ü' });
    expect(valuesOf(back)).toEqual(valuesOf(params));
    disposeParams(params);
    disposeParams(back);
  });

  test('leaves nothing behind', async () => {
    const params = make();
    await leaksNothing(async () => loadParams(await saveParams(params)).params as never);
    disposeParams(params);
  });

  test('refuses a dtype that the format would misread', async () => {
    const params = { mask: tensor([true]) };
    await expect(saveParams(params)).rejects.toThrow(
      "saveParams: 'mask' must be float32 or int32, got bool. Cast it.",
    );
    disposeParams(params);
  });
});

describe('conform', () => {
  let template: Params;
  beforeAll(() => {
    template = make();
  });
  afterAll(() => disposeParams(template));

  test.each([
    [
      'a missing leaf',
      () => ({ step: scalar(1) }),
      "m: 'text.table' is not in the file. It belongs to a model with another config.",
    ],
    [
      'another shape',
      () =>
        fromLeaves(
          leaves(make()).map(([path, t]) => [path, path === 'image.kernel' ? reshape(t, [-1]) : t]),
        ),
      "m: 'image.kernel' must have shape [1,2], got [2].",
    ],
    [
      'a leaf too many',
      () => ({ ...make(), more: scalar(1) }),
      "m: 'more' is in the file, but not in the model.",
    ],
  ])('refuses %s, and frees what was loaded', (_, makeBad: () => Params, message) => {
    const params = makeBad();
    expect(() => conform(params, template, 'm')).toThrow(message);
    for (const [, leaf] of leaves(params)) expect(leaf.isDisposed).toBe(true);
  });

  test('throws a DataError', () => {
    expect(() => conform({ step: scalar(1) }, template, 'm')).toThrow(DataError);
  });
});
