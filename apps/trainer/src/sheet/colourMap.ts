import type { Colour } from '@xm/data';

/** Nine colours at equal steps of matplotlib's magma, which the eye sees as equal steps of light. */
const steps: readonly Colour[] = [
  [0, 0, 4],
  [29, 17, 71],
  [81, 18, 124],
  [131, 38, 129],
  [183, 55, 121],
  [231, 82, 99],
  [252, 137, 97],
  [254, 196, 136],
  [252, 253, 191],
];

/**
 * From black over violet and orange to pale yellow.
 *
 * @param strength 0…1; what is beyond counts as the nearer end
 * @see Smith and van der Walt 2015. Within 10 of 255 of matplotlib's magma.
 */
export function magma(strength: number): Colour {
  const at = Math.max(0, Math.min(1, strength)) * (steps.length - 1);
  const i = Math.min(steps.length - 2, Math.floor(at));
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(steps[i][channel] + (at - i) * (steps[i + 1][channel] - steps[i][channel]));
  return [mix(0), mix(1), mix(2)];
}
