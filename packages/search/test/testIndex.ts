import type { Metric, VectorIndex } from '../src/index.ts';

/** Makes an empty index. */
export type IndexFactory = (options: {
  readonly dim: number;
  readonly metric: Metric;
}) => VectorIndex | Promise<VectorIndex>;

const floats = (...values: number[]) => Float32Array.from(values);

/** What every index must do, wherever it keeps its vectors. */
export function testIndex(name: string, create: IndexFactory): void {
  const compass = async (metric: Metric) => {
    const index = await create({ dim: 2, metric });
    await index.add(['north', 'east', 'far east'], floats(0, 1, 1, 0, 3, 0));
    return index;
  };
  const idsOf = async (index: VectorIndex, query: Float32Array, k = 9) =>
    (await index.search(query, { k }))[0].map(({ id }) => id);

  describe(`${name} is a vector index`, () => {
    test('an empty index finds nothing', async () => {
      const index = await create({ dim: 2, metric: 'dot' });
      expect(await index.size()).toBe(0);
      expect(await index.search(floats(1, 2, 3, 4), { k: 3 })).toEqual([[], []]);
      await index.add([], floats());
      expect(await index.size()).toBe(0);
    });

    test('it says what it is', async () => {
      const index = await compass('euclidean');
      expect(index).toMatchObject({ dim: 2, metric: 'euclidean' });
      expect(await index.size()).toBe(3);
    });

    test.each([
      ['cosine', ['east', 'far east', 'north'], [1, 1, 0]],
      ['dot', ['far east', 'east', 'north'], [6, 2, 0]],
      ['euclidean', ['east', 'far east', 'north'], [-1, -1, -Math.sqrt(5)]],
    ] as const)('%s: nearest first, higher scores are nearer', async (metric, ids, scores) => {
      const index = await compass(metric);
      const [hits] = await index.search(floats(2, 0), { k: 3 });
      expect(hits.map(({ id }) => id)).toEqual(ids);
      hits.forEach(({ score }, i) => {
        expect(score).toBeCloseTo(scores[i], 6);
      });
    });

    test('k limits the hits of each query, and may exceed the size', async () => {
      const index = await compass('dot');
      const hits = await index.search(floats(0, 1, 1, 0), { k: 1 });
      expect(hits.map((list) => list.map(({ id }) => id))).toEqual([['north'], ['far east']]);
      expect(await idsOf(index, floats(0, 1), 50)).toHaveLength(3);
    });

    test('equals stand in the order they were added', async () => {
      const index = await create({ dim: 1, metric: 'euclidean' });
      await index.add(['z', 'a'], floats(1, 1));
      await index.add(['m', 'b'], floats(0, 1));
      expect(await idsOf(index, floats(1), 2)).toEqual(['z', 'a']);
      await index.remove(['z']);
      await index.add(['z'], floats(1));
      expect(await idsOf(index, floats(1))).toEqual(['a', 'b', 'z', 'm']);
    });

    test('what is removed is not found, and its id is free', async () => {
      const index = await compass('cosine');
      await index.remove(['east', 'north']);
      expect(await index.size()).toBe(1);
      expect(await idsOf(index, floats(1, 0))).toEqual(['far east']);
      await index.add(['east'], floats(0, -1));
      expect(await idsOf(index, floats(0, -5), 1)).toEqual(['east']);
    });

    test('it keeps its own copy of the vectors', async () => {
      const index = await create({ dim: 1, metric: 'dot' });
      const vectors = floats(1, 2);
      await index.add(['a', 'b'], vectors);
      vectors.fill(0);
      expect(await index.search(floats(1), { k: 1 })).toEqual([[{ id: 'b', score: 2 }]]);
    });

    test('a refused addition or removal changes nothing', async () => {
      const index = await compass('cosine');
      const add = (ids: string[], ...values: number[]) => index.add(ids, floats(...values));
      await expect(add(['new', 'east'], 1, 1, 2, 2)).rejects.toThrow("got 'east' again");
      await expect(add(['new', 'new'], 1, 1, 2, 2)).rejects.toThrow(RangeError);
      await expect(add(['new'], 1, 2, 3)).rejects.toThrow(RangeError);
      await expect(add(['new'], 1, 1, 2, 2)).rejects.toThrow(RangeError);
      await expect(add(['new'], 1, Number.NaN)).rejects.toThrow(TypeError);
      await expect(add(['new'], Number.POSITIVE_INFINITY, 1)).rejects.toThrow(TypeError);
      await expect(add(['new'], 0, 0)).rejects.toThrow(RangeError);
      await expect(index.remove(['north', 'south'])).rejects.toThrow("'south'");
      expect(await index.size()).toBe(3);
      expect(await idsOf(index, floats(1, 0))).toEqual(['east', 'far east', 'north']);
    });

    test('a search that cannot be is refused', async () => {
      const index = await compass('cosine');
      await expect(index.search(floats(1), { k: 1 })).rejects.toThrow(RangeError);
      await expect(index.search(floats(0, 0), { k: 1 })).rejects.toThrow(RangeError);
      await expect(index.search(floats(Number.NaN, 0), { k: 1 })).rejects.toThrow(TypeError);
      await expect(index.search(floats(1, 0), { k: 0 })).rejects.toThrow(RangeError);
      await expect(index.search(floats(1, 0), { k: 1.5 })).rejects.toThrow(RangeError);
    });

    test('an aborted search rejects with the reason', async () => {
      const index = await compass('dot');
      const signal = AbortSignal.abort(new Error('enough'));
      await expect(index.search(floats(1, 0), { k: 1, signal })).rejects.toThrow('enough');
    });
  });
}
