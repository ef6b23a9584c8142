import { ConfigError, cpu, createRng, fill, tensor, useBackend } from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { forcedDropout } from '../src/experts/forcedDropout.ts';
import { uniformSubset } from '../src/experts/uniformSubset.ts';
import { drawSubset } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const rows = 6000;

test('one of those that are there, all alike, and each other one in a quarter of the rows', () => {
  const all = [1, 2, 3].map(() => fill([rows, 1], 1));
  const drawn = drawSubset(all, createRng(1)).map((x) => x.dataSync());
  const share = (...which: number[]): number =>
    Array.from({ length: rows }, (_, row) => drawn.every((one, m) => one[row] === which[m])).filter(
      Boolean,
    ).length / rows;
  expect(share(0, 0, 0)).toBe(0);
  for (const single of [share(1, 0, 0), share(0, 1, 0), share(0, 0, 1)]) {
    expect(Math.abs(single - (3 / 4) ** 2 / 3)).toBeLessThan(0.02);
  }
  for (const pair of [share(1, 1, 0), share(1, 0, 1), share(0, 1, 1)]) {
    expect(Math.abs(pair - (2 / 3) * (1 / 4) * (3 / 4))).toBeLessThan(0.02);
  }
  expect(Math.abs(share(1, 1, 1) - 1 / 16)).toBeLessThan(0.02);
});

test('what is not there is never drawn, and something is where there is something', () => {
  const present = [
    [1, 0, 0],
    [1, 1, 0],
  ];
  for (let seed = 0; seed < 30; seed++) {
    const [a, b] = drawSubset(
      present.map((has) => tensor(has, [3, 1])),
      createRng(seed),
    ).map((x) => [...x.dataSync()]);
    expect(a[0] + b[0]).toBeGreaterThan(0);
    expect([a[1], b[1]]).toEqual([0, 1]);
    expect([a[2], b[2]]).toEqual([0, 0]);
  }
});

test('what is to be told of seldom tells by itself, unless nothing else is there', () => {
  const all = [fill([rows, 1], 1), fill([rows, 1], 1)];
  const [self, other] = drawSubset(all, createRng(2), 0).map((x) => [...x.dataSync()]);
  const share = (which: (row: number) => boolean): number =>
    self.filter((_, row) => which(row)).length / rows;
  expect(Math.abs(share((row) => other[row] === 0) - (1 / 8) * (3 / 4))).toBeLessThan(0.02);
  expect(Math.abs(share((row) => self[row] === 0) - (7 / 8) * (3 / 4))).toBeLessThan(0.02);
  const alone = drawSubset([tensor([1], [1, 1]), tensor([0], [1, 1])], createRng(2), 0);
  expect(alone.map((x) => x.dataSync()[0])).toEqual([1, 0]);
});

test('the same stream draws the same; nothing is left; nothing to draw from is refused', async () => {
  const all = [fill([9, 1], 1), fill([9, 1], 1)];
  const draw = () => drawSubset(all, createRng(4));
  expect(draw().map((x) => [...x.dataSync()])).toEqual(draw().map((x) => [...x.dataSync()]));
  await leaksNothing(draw);
  await leaksNothing(() => drawSubset([all[0]], createRng(1)));
  expect([...drawSubset([tensor([1, 0], [2, 1])], createRng(1))[0].dataSync()]).toEqual([1, 0]);
  expect(() => drawSubset([], createRng(1))).toThrow(ConfigError);
});

test('by another rule, all subsets of those that are there are alike', async () => {
  const has = [fill([rows, 1], 1), fill([rows, 1], 1), fill([rows, 1], 0)];
  const [a, b, c] = uniformSubset(has, createRng(1)).map((x) => x.dataSync());
  const share = (first: number, second: number): number =>
    a.filter((x, row) => x === first && b[row] === second).length / rows;
  for (const some of [share(1, 0), share(0, 1), share(1, 1)]) {
    expect(Math.abs(some - 1 / 3)).toBeLessThan(0.02);
  }
  expect(c.every((x) => x === 0)).toBe(true);
  const nobody = [fill([2, 1], 0), fill([2, 1], 0)];
  expect(uniformSubset(nobody, createRng(1)).flatMap((x) => [...x.dataSync()])).toEqual([
    0, 0, 0, 0,
  ]);
  await leaksNothing(() => uniformSubset(has, createRng(1)));
});

test('forced dropout lets through all, or any smaller number of those that are there alike', async () => {
  const has = [fill([rows, 1], 1), fill([rows, 1], 1), fill([rows, 1], 0), fill([rows, 1], 1)];
  const [a, b, c, d] = forcedDropout(has, 0.6, createRng(1)).map((x) => x.dataSync());
  const share = (first: number, second: number, last: number): number =>
    a.filter((x, row) => x === first && b[row] === second && d[row] === last).length / rows;
  expect(Math.abs(share(1, 1, 1) - 0.4)).toBeLessThan(0.02);
  for (const single of [share(1, 0, 0), share(0, 1, 0), share(0, 0, 1)]) {
    expect(Math.abs(single - 0.6 / 2 / 3)).toBeLessThan(0.02);
  }
  for (const pair of [share(1, 1, 0), share(1, 0, 1), share(0, 1, 1)]) {
    expect(Math.abs(pair - 0.6 / 2 / 3)).toBeLessThan(0.02);
  }
  expect(c.every((x) => x === 0)).toBe(true);
  const few = [tensor([1, 0, 0], [3, 1]), tensor([0, 1, 0], [3, 1])];
  expect(forcedDropout(few, 1, createRng(1)).map((x) => [...x.dataSync()])).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  await leaksNothing(() => forcedDropout(has, 0.6, createRng(1)));
  expect([...forcedDropout([few[0]], 1, createRng(1))[0].dataSync()]).toEqual([1, 0, 0]);
});
