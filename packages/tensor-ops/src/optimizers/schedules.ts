/**
 * Linear from `peak`/`warmUp` to `peak` over the first `warmUp` steps, then half a cosine down to
 * `floor`·`peak` at step `steps`.
 *
 * @see Loshchilov and Hutter 2017
 */
export const warmUpCosine =
  (options: { peak: number; warmUp: number; steps: number; floor?: number }) =>
  (step: number): number => {
    const { peak, warmUp, steps, floor = 0 } = options;
    if (step < warmUp) return (peak * (step + 1)) / warmUp;
    const progress = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
    return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  };
