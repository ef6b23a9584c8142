import { add, cpu, mean, neg, type Tensor, tensor, useBackend } from '@xm/tensor-ops';
import { gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { klPerLatent, negativeElbo, normalLogDensity } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const kl = () => tensor([1, 0.2, 3, 0.4], [2, 2]);
const nll = () => tensor([10, 20], [2]);
const numberOf = (x: Tensor): number => x.dataSync()[0];

test('is the mean over the batch of what one example costs', () => {
  expect(numberOf(negativeElbo(nll(), kl()))).toBeCloseTo(15 + (1 + 0.2 + 3 + 0.4) / 2, 5);
  expect(numberOf(negativeElbo(nll(), kl(), { beta: 0.5 }))).toBeCloseTo(15 + 0.5 * 2.3, 5);
});

test('free bits are counted per latent, after the mean over the batch', () => {
  expect(numberOf(negativeElbo(nll(), kl(), { freeBits: 0.5 }))).toBeCloseTo(15 + 2 + 0.5, 5);
});

/**
 * p(z) = N(0, 1), p(x|z) = N(w·z, s²): then p(x) = N(0, w² + s²), and the posterior is normal with
 * variance 1/(1 + w²/s²) and mean that variance times w·x/s².
 */
test('bounds a likelihood that is known in closed form, and meets it at the true posterior', () => {
  const [w, s, x] = [1.3, 0.6, 0.9];
  const variance = 1 / (1 + w ** 2 / s ** 2);
  const exact = -0.5 * (Math.log(2 * Math.PI * (w ** 2 + s ** 2)) + x ** 2 / (w ** 2 + s ** 2));
  /** E_q[log p(x|z)] of a normal q is a closed form too. */
  const bound = (mu: number, logVar: number): number => {
    const q = { mu: tensor([mu], [1, 1]), logVar: tensor([logVar], [1, 1]) };
    const atMean = normalLogDensity(tensor([x], [1, 1]), {
      mu: tensor([w * mu], [1, 1]),
      logVar: tensor([2 * Math.log(s)], [1, 1]),
    });
    const spread = (w ** 2 * Math.exp(logVar)) / (2 * s ** 2);
    return -numberOf(negativeElbo(add(neg(atMean), spread), klPerLatent(q)));
  };
  const truth = [(variance * w * x) / s ** 2, Math.log(variance)] as const;
  expect(bound(...truth)).toBeCloseTo(exact, 5);
  for (const [mu, logVar] of [
    [0, 0],
    [truth[0] + 0.3, truth[1]],
    [truth[0], truth[1] + 1],
  ]) {
    expect(bound(mu, logVar)).toBeLessThan(exact - 0.01);
  }
});

test('its gradient matches differences, and nothing is left', async () => {
  await gradientsMatchFiniteDifferences(
    (at) => negativeElbo(mean(at['nll'], 1), at['kl'], { beta: 0.3, freeBits: 0.05 }),
    { nll: [3, 2], kl: [3, 2] },
    { range: [0.5, 1.5] },
  );
  const [a, b] = [nll(), kl()];
  await leaksNothing(() => negativeElbo(a, b, { freeBits: 0.5 }));
});
