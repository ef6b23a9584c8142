import { lossChart } from '../src/report/charts/lossChart.ts';
import { runningMean } from '../src/report/charts/runningMean.ts';
import { ticks } from '../src/report/charts/ticks.ts';
import { count, duration, percent, twoDecimals } from '../src/report/format.ts';
import { html } from '../src/report/html.ts';
import { renderReport } from '../src/report/renderReport.ts';
import type { ReportData } from '../src/report/reportData.ts';

const hostile = `<b>"it's" & more</b>`;
const harmless = '&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;';
const png = 'data:image/png;base64,iVBORw0KGgo=';
const shown = { label: hostile, picture: png };
const hit = { ...shown, score: 0.5 };
const name = { word: hostile, score: -0.25 };
const ranking = { recallAt1: 0.4125, recallAt5: 0.6, recallAt10: 0.75, medianRank: 2 };
const chance = { recallAt1: 0.00054, recallAt5: 0.0027, recallAt10: 0.0054, medianRank: 920.5 };
const direction = { queries: 1851, candidates: 1839, model: ranking, chance };

/** Every text in it is hostile, so that one forgotten escape shows. */
const run: ReportData = {
  data: {
    trainedOn: ['Google', hostile],
    heldOut: hostile,
    trainExamples: 3702,
    heldOutExamples: 1851,
    credits: [hostile],
  },
  recall: { imageToText: direction, textToImage: direction },
  wordSearches: [{ query: hostile, hits: [hit, hit] }],
  pictureSearches: [{ query: shown, words: [name], pictures: [hit] }],
  loss: {
    batchSize: 256,
    points: [5.6, 5.2, 4.1, 3, 2.2].map((nats, i) => ({ step: i + 1, nats })),
  },
  samples: [
    { ...shown, names: [{ ...name, right: true }] },
    { ...shown, names: [{ ...name, right: false }] },
  ],
  settings: { [hostile]: hostile, dim: 128 },
  backend: {
    name: hostile,
    detail: hostile,
    passedOver: [{ name: hostile, reason: hostile, remedy: hostile }],
  },
  run: {
    seed: 7,
    steps: 5,
    trainSeconds: 252,
    finishedAt: '2026-03-01T12:00:00Z',
    machine: hostile,
    commands: [hostile],
  },
};

describe('renderReport', () => {
  const page = renderReport(run);

  test('escapes every text', () => {
    expect(page).not.toContain('<b>');
    expect(page).not.toContain("it's");
    expect(page.split(harmless).length).toBeGreaterThan(20);
  });

  test('gives every picture its name', () => {
    const pictures = page.match(/<img [^>]*>/g)!;
    expect(pictures).toHaveLength(6);
    for (const picture of pictures) expect(picture).toContain(`alt="${harmless}"`);
  });

  test('loads nothing and runs nothing', () => {
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(/^(data:image\/png;base64,|#)/);
    expect(page).not.toMatch(/<(script|link|iframe)|url\(|@import|https?:/);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  test('closes what it opens', () => {
    const open: string[] = [];
    const unpaired = new Set(['meta', 'img']);
    for (const [, slash, tag, end] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (slash) expect(open.pop()).toBe(tag);
      else if (!end && !unpaired.has(tag!)) open.push(tag!);
    }
    expect(open).toEqual([]);
  });

  test('contents lead to sections', () => {
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!);
    expect(targets).toHaveLength(6);
    for (const id of targets) expect(page).toContain(`<section id="${id}"`);
  });

  test('shows the figures, chance beside them, and what no information costs', () => {
    for (const text of [
      '41.3%',
      '0.054%',
      '920.5',
      'no information: 5.55',
      '1 of the 2 have one',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('survives being saved as JSON', () => {
    expect(renderReport(JSON.parse(JSON.stringify(run)))).toBe(page);
  });

  test('refuses a picture that would have to be loaded', () => {
    const query = { label: 'cat', picture: 'https://example.org/cat.png' };
    const pictureSearches = [{ query, words: [], pictures: [] }];
    expect(() => renderReport({ ...run, pictureSearches })).toThrow(
      /the picture of 'cat' must be a data:image\/png;base64 URI, got 'https/,
    );
  });

  test('refuses a loss it cannot draw', () => {
    const withLoss = (points: ReportData['loss']['points']) => () =>
      renderReport({ ...run, loss: { batchSize: 256, points } });
    expect(withLoss([])).toThrow(/at least one point, got none/);
    expect(withLoss([{ step: 12, nats: Number.NaN }])).toThrow(/step 12 .* got NaN.* diverged/);
    expect(withLoss([{ step: 0, nats: 0 }])).not.toThrow();
  });
});

test('html escapes text and keeps markup', () => {
  expect(html`<p title="${'"'}">${'<'}${html`<i>${1}</i>`}${[html`a`, html`b`]}</p>`.source).toBe(
    '<p title="&quot;">&lt;<i>1</i>ab</p>',
  );
});

test('numbers read well', () => {
  expect([0, 0.00083, 0.0099, 0.01, 0.41251, 1].map(percent)).toEqual([
    '0%',
    '0.083%',
    '0.99%',
    '1.0%',
    '41.3%',
    '100.0%',
  ]);
  expect([-0.456, -0.001, 0, 0.5].map(twoDecimals)).toEqual(['−0.46', '0.00', '0.00', '0.50']);
  expect([59.6, 8, 252, 4000].map(duration)).toEqual([
    '1 min 0 s',
    '8 s',
    '4 min 12 s',
    '1 h 6 min',
  ]);
  expect(count(1234.56)).toBe('1,234.6');
});

test('ticks are round and reach the end', () => {
  expect(ticks(400, 5)).toEqual([0, 100, 200, 300, 400]);
  expect(ticks(5.6, 5)).toEqual([0, 2, 4, 6]);
  expect(ticks(0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticks(28.7, 5, -21.1)).toEqual([-30, -20, -10, 0, 10, 20, 30]);
  expect(ticks(0, 5, -5)).toEqual([-5, -4, -3, -2, -1, 0]);
});

test('a loss may fall below zero, and large ones are told in thousands', () => {
  const points = [28_700, 100, -21_100].map((nats, step) => ({ step, nats }));
  const { chart, averaged } = lossChart(points);
  expect(averaged).toBe(3);
  expect(chart.source).toContain('>1,000 nats</text>');
  expect(chart.source).toContain('>−30</text>');
  expect(chart.source).not.toContain('no information');
  // The first is near the top of the drawing, the last near its bottom.
  expect(chart.source).toContain('<path class="raw" d="M64,17.7L396,143.6L728,236.8"/>');
  expect(lossChart([{ step: 1, nats: -3 }]).chart.source).toContain('>−3</text>');
  expect(() => lossChart([])).toThrow('at least one point');
});

test('the running mean does not lag, and keeps the ends', () => {
  expect(runningMean([0, 1, 2, 3, 4], 2)).toEqual([0, 1, 2, 3, 4]);
  expect(runningMean([6, 0, 0, 6], 1)).toEqual([6, 2, 2, 6]);
});
