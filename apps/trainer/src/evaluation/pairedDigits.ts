import type { Example } from '@xm/data';

/** Digits are held out one by one: each that is said with one that is written, so that an example has both. */
export function pairedDigits(heldOut: readonly Example[]): readonly Example[] {
  const alone = (has: 'image' | 'speech', lacks: 'image' | 'speech'): Example[] =>
    heldOut.filter(
      ({ [has]: there, [lacks]: other, factors }) => there && !other && 'digit' in (factors ?? {}),
    );
  const written = new Set(alone('image', 'speech'));
  const spoken = alone('speech', 'image');
  if (written.size === 0 || spoken.length === 0) return heldOut;
  return spoken.flatMap((one) => {
    const same = [...written].find(({ factors }) => factors?.['digit'] === one.factors?.['digit']);
    if (same?.image === undefined) return [];
    written.delete(same);
    return [{ ...one, image: same.image }];
  });
}
