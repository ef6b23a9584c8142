import {
  blankPicture,
  DataError,
  type Dataset,
  dataset,
  type Example,
  fromExamples,
  inspect,
  random,
  type Spread,
  shapes,
  type Waveform,
} from '@xm/data';
import { section } from '../src/report/section.ts';
import { magma } from '../src/sheet/colourMap.ts';
import { contactSheet } from '../src/sheet/contactSheet.ts';
import { filmStrip } from '../src/sheet/filmStrip.ts';
import { binsOf } from '../src/sheet/histogram.ts';
import { sampled } from '../src/sheet/sampled.ts';
import { samples } from '../src/sheet/samples.ts';
import { shortened } from '../src/sheet/shortened.ts';
import { spectrogram } from '../src/sheet/spectrogram.ts';

const tone = (hertz: number, seconds = 0.3, sampleRate = 16_000): Waveform => ({
  sampleRate,
  samples: Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => 0.4 * Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  ),
});
const noise = (side: number, seed: number) => {
  const { integer } = random(seed);
  return {
    ...blankPicture(side, side),
    data: Uint8Array.from({ length: 3 * side * side }, () => integer(256)),
  };
};
const sheetOf = async (datasets: Record<string, Dataset>): Promise<string> => {
  const all = Object.values(datasets);
  const found = await inspect(all.length === 1 ? all[0] : datasets, { onBad: 'skip' });
  return contactSheet({
    sources: Object.keys(datasets),
    datasets,
    found,
    signal: new AbortController().signal,
  });
};

const hostile = '<script>alert("it\'s")</script>';
const harmless = '&lt;script&gt;alert(&quot;it&#39;s&quot;)&lt;/script&gt;';
const everything: Example[] = [
  {
    id: hostile,
    image: noise(10, 1),
    text: hostile,
    speech: tone(440),
    video: { frameRate: 12, frames: [noise(8, 2), noise(8, 3)] },
    factors: { [hostile]: hostile },
  },
  { id: 'b', image: noise(10, 1), text: 'مرحبا بالعالم' },
  { id: 'c', image: blankPicture(7, 9), text: `${'語'.repeat(1_000_000)}` },
  { id: 'd', speech: { sampleRate: 8000, samples: new Float32Array(80) }, text: '' },
];

describe('a contact sheet', () => {
  const bad = dataset(everything.length + 1, async (i) => {
    if (i < everything.length) return everything[i];
    throw new DataError(`${hostile}: cut off`);
  });
  let page = '';
  beforeAll(async () => {
    page = await sheetOf({ [hostile]: bad, other: fromExamples(everything.slice(0, 1)) });
  });

  test('shows every kind of thing there is', () => {
    for (const name of ['samples', 'figures', 'bad', 'doubtful', 'duplicates']) {
      expect(page).toContain(`<section id="${name}"`);
      expect(page).toContain(`href="#${name}"`);
    }
    expect(page).toMatch(/<img[^>]* alt="Spectrogram of d"/);
    expect(page).toMatch(/<img[^>]* alt="Frames of /);
    expect(page).toMatch(/<audio controls preload="none" src="data:audio\/wav;base64,UklGR/);
    expect(page).toMatch(/<p class="caption" dir="auto"[^>]*>مرحبا بالعالم</);
    expect(page).toContain('<strong>3 pictures, 2 sounds, and 2 videos</strong>');
    expect(page).toContain('1 picture of one colour all over');
    expect(page).toContain('cut off');
  });

  test('escapes every text', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain("it's");
    expect(page.split(harmless).length).toBeGreaterThan(12);
  });

  test('loads nothing and runs nothing', () => {
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g)) {
      expect(address).toMatch(/^(data:image\/png;base64,|data:audio\/wav;base64,|#)/);
    }
    expect(page).not.toMatch(/<(link|iframe)|url\(|@import|https?:/);
    expect(page).toContain('default-src &#39;none&#39;; img-src data:; media-src data:');
  });

  test('closes what it opens', () => {
    const open: string[] = [];
    const unpaired = new Set(['meta', 'img']);
    const markup = page.replace(/<style>.*<\/style>/s, '');
    for (const [, slash, tag, end] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (slash) expect(open.pop()).toBe(tag);
      else if (!end && !unpaired.has(tag)) open.push(tag);
    }
    expect(open).toEqual([]);
  });

  test('shortens a megabyte', () => {
    expect(page).toContain('語… (1,000,000 characters)');
    expect(page.length).toBeLessThan(200_000);
  });
});

test('the same data gives the same page', async () => {
  const one = () => sheetOf({ shapes: shapes({ level: 4, seed: 2, count: 80, size: 16 }) });
  expect(await one()).toBe(await one());
});

test('stays below 5 MB', async () => {
  const [image, { uniform }] = [noise(192, 1), random(2)];
  const samples = Float32Array.from({ length: 30_000 }, () => uniform(-0.5, 0.5));
  const large = dataset(50, async (i) => ({
    id: `${i}`,
    image: { ...image, data: image.data.with(0, i % 25) },
    speech: { sampleRate: 6000 - (i % 25), samples },
    text: 'large',
  }));
  const page = await sheetOf({ large });
  expect(page.length).toBeLessThan(5_000_000);
  expect(page.length).toBeGreaterThan(3_000_000);
  expect(page).toContain('5.00 s, the first 5 s, 5,999 Hz');
  expect(page.match(/<li class="card">/g)!.length).toBeGreaterThan(5);
}, 20_000);

test('draws good examples of each dataset, the same with the same seed', async () => {
  const half = dataset(1000, async (i) => {
    if (i % 2 === 1) throw new DataError('odd');
    return { id: `${i}`, text: 'x' };
  });
  const few = fromExamples([{ id: 'a', text: 'x' }]);
  const found = await inspect({ half, few }, { onBad: 'skip' });
  const places = sampled({ half, few }, found, 48, 1);
  expect(places).toHaveLength(25);
  expect(places[1]).toEqual({ split: 'few', index: 0 });
  const indices = places.filter(({ split }) => split === 'half').map(({ index }) => index);
  expect(indices.every((index) => index % 2 === 0)).toBe(true);
  expect(new Set(indices).size).toBe(24);
  expect(sampled({ half, few }, found, 48, 1)).toEqual(places);
  expect(sampled({ half, few }, found, 48, 2)).not.toEqual(places);
  const alone = await inspect(half, { onBad: 'skip' });
  expect(sampled({ half }, alone, 48, 1)).toHaveLength(48);
});

test('where there is not room for all, each split has as many, in order', async () => {
  const places = Array.from({ length: 48 }, (_, i) => ({
    split: i % 2 === 0 ? 'train' : 'test',
    index: (7 * i) % 101,
  }));
  const image = noise(160, 1);
  const shownOnes = await samples(places, 1, async ({ index }) => ({ id: `${index}`, image }));
  const page = section(shownOnes!).source;
  const shown = [...page.matchAll(/class="split">(\w+)<\/b> #(\d+)/g)].map(
    ([, split, i]) => [split, Number(i)] as const,
  );
  const of = (name: string) => shown.flatMap(([split, i]) => (split === name ? [i] : []));
  expect(shown.length).toBeLessThan(48);
  expect(Math.abs(of('train').length - of('test').length)).toBeLessThanOrEqual(1);
  expect(of('train')).toEqual(of('train').toSorted((a, b) => a - b));
  expect(shown.map(([split]) => split)).toEqual([
    ...of('train').map(() => 'train'),
    ...of('test').map(() => 'test'),
  ]);
});

describe('a spectrogram', () => {
  const brightest = (sound: Waveform): number => {
    const { width, height, data } = spectrogram(sound);
    const middle = Math.floor(width / 2);
    const light = (y: number) =>
      data.slice(3 * (y * width + middle), 3 * (y * width + middle) + 3).reduce((a, b) => a + b);
    return Array.from({ length: height }, (_, y) => y).reduce((a, b) =>
      light(b) > light(a) ? b : a,
    );
  };

  test('has low tones below high ones', () => {
    const [low, middle, high] = [200, 1000, 5000].map((hertz) => brightest(tone(hertz)));
    expect(low).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(high);
  });

  test('is black where nothing is heard, and never wider than 256', () => {
    const silence = spectrogram({ sampleRate: 8000, samples: new Float32Array(800) });
    expect(new Set(silence.data)).toEqual(new Set([0, 4]));
    expect(spectrogram(tone(440, 4)).width).toBeLessThanOrEqual(256);
    expect(spectrogram(tone(440, 0.01, 50)).height).toBe(64);
  });
});

test('magma goes from black to pale yellow, lighter all the way', () => {
  expect([magma(-1), magma(0), magma(1), magma(2)]).toEqual([
    [0, 0, 4],
    [0, 0, 4],
    [252, 253, 191],
    [252, 253, 191],
  ]);
  const light = ([r, g, b]: readonly number[]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  for (let i = 1; i <= 50; i++) {
    expect(light(magma(i / 50))).toBeGreaterThan(light(magma((i - 1) / 50)));
  }
});

test('a strip has the first and the last frame, four in a row', () => {
  const frames = Array.from({ length: 20 }, (_, i) => blankPicture(4, 2, [i, i, i]));
  const strip = filmStrip({ frameRate: 10, frames });
  expect([strip.width, strip.height]).toEqual([22, 6]);
  const corner = (i: number) => strip.data[3 * (Math.floor(i / 4) * 4 * 22 + (i % 4) * 6)];
  expect([0, 1, 2, 3, 4, 5, 6, 7].map(corner)).toEqual([0, 3, 5, 8, 11, 14, 16, 19]);
  const one = filmStrip({ frameRate: 10, frames: [noise(300, 1)] });
  expect([one.width, one.height]).toEqual([112, 112]);
});

describe('bins', () => {
  const of = (...counts: [number, number][]): Spread => ({
    least: counts[0][0],
    mean: 0,
    most: counts.at(-1)![0],
    counts,
  });

  test('are of whole numbers where all are whole', () => {
    expect(binsOf(of([1, 5], [2, 3], [4, 1]))).toEqual([
      { from: 1, to: 2, count: 5 },
      { from: 2, to: 3, count: 3 },
      { from: 3, to: 4, count: 0 },
      { from: 4, to: 5, count: 1 },
    ]);
  });

  test('are round, cover everything once and are not too many', () => {
    for (const [least, most] of [
      [0, 0],
      [0.1, 0.3],
      [0.144, 2.28],
      [1800, 2000],
      [9, 99_000],
      [0, 1e-12],
    ]) {
      const values = Array.from({ length: 50 }, (_, i) =>
        Number((least + ((most - least) * i) / 49).toPrecision(2)),
      );
      const unique = [...new Set(values)].map((value): [number, number] => [value, 2]);
      const bins = binsOf(of(...unique));
      expect(bins.length).toBeLessThanOrEqual(42);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(2 * unique.length);
      expect(bins[0].from).toBeLessThanOrEqual(unique[0][0] + 1e-9);
      expect(bins.at(-1)!.to).toBeGreaterThan(unique.at(-1)![0]);
    }
  });
});

test('a shortened text ends between two letters', () => {
  expect(shortened('short', 5)).toBe('short');
  expect(shortened('🦊🦊🦊🦊', 3)).toBe('🦊🦊🦊… (4 characters)');
});
