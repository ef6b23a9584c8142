import { random } from '../src/index.ts';
import { naturalLog } from '../src/random/naturalLog.ts';
import { threefry } from '../src/random/threefry.ts';

test('threefry gives the known answers of Random123', () => {
  const encipher = (...input: [number, number, number, number]) => {
    const out = new Uint32Array(2);
    threefry(...input, out);
    return [...out];
  };
  expect(encipher(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
  expect(encipher(-1, -1, -1, -1)).toEqual([0x1cb996fc, 0xbb002be7]);
  expect(encipher(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([
    0xc4923a9c, 0x483df7a0,
  ]);
});

test('naturalLog equals Math.log', () => {
  for (const x of [Number.MIN_VALUE, 1e-300, 1e-9, 0.5, 0.71, 0.99999, 1, 1.5, 2, 3e8]) {
    expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(
      1e-15 * Math.max(1, Math.abs(Math.log(x))),
    );
  }
});

test('a stream is a function of its name', () => {
  const draw = (...name: [number, ...number[]]) => random(...name).uniform();
  expect(draw(1, 2, 3)).toBe(draw(1, 2, 3));
  const names: [number, ...number[]][] = [
    [1],
    [1, 0],
    [0, 1],
    [1, 0, 0],
    [2],
    [2 ** 40],
    [1, 2 ** 40],
  ];
  expect(new Set(names.map((name) => draw(...name))).size).toBe(names.length);
  expect(() => random(-1)).toThrow(/integers in 0 to 2\^53-1, got -1/);
  expect(() => random(1, 0.5)).toThrow(/got 0.5/);
});

test('draws have the moments of their distributions', () => {
  const r = random(5);
  const n = 40_000;
  const mean = (draw: (i: number) => number) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += draw(i);
    return sum / n;
  };
  expect(mean(() => r.uniform())).toBeCloseTo(0.5, 2);
  expect(mean(() => r.uniform(-3, 5))).toBeCloseTo(1, 1);
  expect(mean(() => r.integer(7))).toBeCloseTo(3, 1);
  const normals = Array.from({ length: n }, () => r.normal());
  expect(mean((i) => normals[i])).toBeCloseTo(0, 1);
  expect(mean((i) => normals[i] ** 2)).toBeCloseTo(1, 1);
  expect(mean((i) => normals[i] ** 4)).toBeCloseTo(3, 0);
});

test('a permutation holds every number once', () => {
  expect([...random(1).permutation(50)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, i) => i),
  );
});
