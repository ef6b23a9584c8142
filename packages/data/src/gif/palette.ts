import type { Picture } from '../pictures/picture.ts';

/** At most 256 colours, [n, 3], and the nearest of them for every colour of 15 bits. */
export interface Palette {
  readonly colours: Uint8Array;
  /** @returns an index of `colours` */
  nearest(red: number, green: number, blue: number): number;
}

const most = 256;

interface Bin {
  readonly colour: readonly [number, number, number];
  readonly count: number;
}

/**
 * Colours for pictures, by median cut: the box with the most pixels times its longest side is cut at the
 * median of that side until there are 256. Colours are told apart to 5 bits a channel.
 *
 * @see Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982
 */
export function paletteOf(pictures: readonly Picture[]): Palette {
  const boxes = [histogram(pictures)];
  while (boxes.length < most) {
    const worst = boxes.reduce(
      (best, box, i) => (badness(box) > badness(boxes[best]) ? i : best),
      0,
    );
    if (badness(boxes[worst]) === 0) break;
    boxes.splice(worst, 1, ...cut(boxes[worst]));
  }
  const colours = Uint8Array.from(boxes.flatMap(meanOf));
  const known = new Int16Array(32 ** 3).fill(-1);
  return {
    colours,
    nearest(red, green, blue) {
      const bin = binOf(red, green, blue);
      if (known[bin] < 0) known[bin] = nearestOf(colours, red, green, blue);
      return known[bin];
    },
  };
}

const binOf = (red: number, green: number, blue: number): number =>
  ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);

/** The mean colour and the number of pixels of each bin that has any. */
function histogram(pictures: readonly Picture[]): Bin[] {
  const sums = new Float64Array(4 * 32 ** 3);
  for (const { data } of pictures) {
    for (let i = 0; i < data.length; i += 3) {
      const bin = 4 * binOf(data[i], data[i + 1], data[i + 2]);
      for (let c = 0; c < 3; c++) sums[bin + c] += data[i + c];
      sums[bin + 3]++;
    }
  }
  const bins: Bin[] = [];
  for (let at = 0; at < sums.length; at += 4) {
    const count = sums[at + 3];
    if (count === 0) continue;
    bins.push({ colour: [sums[at] / count, sums[at + 1] / count, sums[at + 2] / count], count });
  }
  return bins;
}

/** The channel in which a box is longest, and how long it is. */
function longest(box: readonly Bin[]): { channel: number; length: number } {
  const lengths = [0, 1, 2].map((c) => {
    const values = box.map(({ colour }) => colour[c]);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  });
  const channel = lengths.indexOf(Math.max(...lengths));
  return { channel, length: lengths[channel] };
}

const pixelsOf = (box: readonly Bin[]): number => box.reduce((sum, { count }) => sum + count, 0);
const badness = (box: readonly Bin[]): number => longest(box).length * pixelsOf(box);

function cut(box: readonly Bin[]): [Bin[], Bin[]] {
  const { channel } = longest(box);
  const sorted = [...box].sort((a, b) => a.colour[channel] - b.colour[channel]);
  const half = pixelsOf(box) / 2;
  let at = 1;
  for (let sum = sorted[0].count; at < sorted.length - 1 && sum < half; at++)
    sum += sorted[at].count;
  return [sorted.slice(0, at), sorted.slice(at)];
}

function meanOf(box: readonly Bin[]): number[] {
  const pixels = pixelsOf(box);
  return [0, 1, 2].map((c) =>
    Math.round(box.reduce((sum, { colour, count }) => sum + colour[c] * count, 0) / pixels),
  );
}

function nearestOf(colours: Uint8Array, red: number, green: number, blue: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < colours.length; i += 3) {
    const distance =
      (colours[i] - red) ** 2 + (colours[i + 1] - green) ** 2 + (colours[i + 2] - blue) ** 2;
    if (distance < least) [best, least] = [i / 3, distance];
  }
  return best;
}
