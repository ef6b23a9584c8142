import { allclose, expectClose } from '../src/index.ts';

const tolerance = { absolute: 1e-6, relative: 1e-6 };
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

test('agrees within absolute plus relative tolerance', () => {
  expect(allclose([1, 1000], [1 + 1e-6, 1000.0005], tolerance).ok).toBe(true);
  expect(allclose([1.0001], [1], tolerance).ok).toBe(false);
});

test('NaN equals nothing, and NaN when asked', () => {
  expect(allclose([nan], [nan], tolerance).ok).toBe(false);
  expect(allclose([nan], [nan], { ...tolerance, nanEqual: true }).ok).toBe(true);
  expect(allclose([nan], [1], { ...tolerance, nanEqual: true }).ok).toBe(false);
  expect(allclose([1], [nan], { ...tolerance, nanEqual: true }).ok).toBe(false);
});

test('an infinity equals itself alone', () => {
  expect(allclose([inf, -inf], [inf, -inf], tolerance).ok).toBe(true);
  expect(allclose([1e30], [inf], tolerance).ok).toBe(false);
  expect(allclose([inf], [1e30], tolerance).ok).toBe(false);
  expect(allclose([-inf], [inf], tolerance).ok).toBe(false);
});

test('names the element that misses most', () => {
  const verdict = allclose([0, 1.1, 5, 3], [0, 1, 2, 3], tolerance);
  expect(verdict).toMatchObject({ ok: false, position: 2, worst: 3 });
  expect(() => expectClose([0, 5], [0, 2])).toThrow('at 1: 5 came, 2 was expected');
});

test('different lengths never agree; nothing agrees with nothing', () => {
  expect(allclose([1], [1, 1], tolerance)).toMatchObject({ ok: false, position: -1 });
  expect(allclose([], [], tolerance).ok).toBe(true);
});
