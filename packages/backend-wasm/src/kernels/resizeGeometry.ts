/** Where a resized row (or column) takes its numbers from, as tfjs-core's attributes say. */
export interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** Two source rows and the share of the second one. */
export interface Blend {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** For each of `to` rows, the place in `from` rows it shows; may lie half a row outside. */
function positions(from: number, to: number, attrs: ResizeAttributes): number[] {
  const { alignCorners, halfPixelCenters } = attrs;
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  return Array.from({ length: to }, (_, i) =>
    halfPixelCenters ? (i + 0.5) * scale - 0.5 : i * scale,
  );
}

export const blends = (from: number, to: number, attrs: ResizeAttributes): Blend[] =>
  positions(from, to, attrs).map((position) => {
    const inside = Math.min(from - 1, Math.max(0, position));
    const low = Math.floor(inside);
    return { low, high: Math.min(from - 1, low + 1), share: inside - low };
  });

export const nearest = (from: number, to: number, attrs: ResizeAttributes): number[] =>
  positions(from, to, attrs).map((position) => {
    const place = attrs.halfPixelCenters ? position + 0.5 : position;
    const row = attrs.alignCorners ? Math.round(place) : Math.floor(place);
    return Math.min(from - 1, Math.max(0, row));
  });
