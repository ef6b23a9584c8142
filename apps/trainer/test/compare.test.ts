import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainFigure } from '../src/compare/mainFigure.ts';
import { presets } from '../src/config/presets.ts';
import { columns } from '../src/screen/columns.ts';
import { runXm } from './runXm.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-compare-'));
});
afterAll(() => rm(folder, { recursive: true }));

const xm = (...args: string[]) => runXm('compare', ...args);

/** A run folder as far as it is read. */
async function run(name: string, config: object, metrics?: object): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'config.json'), JSON.stringify({ seed: 1, ...config }));
  if (metrics) await writeFile(join(path, 'metrics.json'), JSON.stringify(metrics));
  return path;
}

const made = {
  textToImage: {
    examples: 300,
    figures: {
      strict: { value: 0.72, chance: 0.036, real: 0.99 },
      shape: { value: 0.75, chance: 0.33 },
      coverage: { value: 0.43, real: 0.58 },
    },
  },
  speechToText: {
    figures: { wholeCaption: { value: 0.96 }, wordErrorRate: { value: 0.014, chance: 0.8 } },
  },
  textToSpeech: { figures: { wordsUnderstood: { value: 0.81, chance: 0.2, real: 0.99 } } },
  seconds: 3,
};
const found = {
  heldOutPictures: {
    textToImage: { queries: 30, 'recall@1': 1, chance: { 'recall@1': 0.033 } },
    imageToVideo: { queries: 300, 'recall@1': 0.5, chance: { 'recall@1': 0.0052 } },
  },
  seed: 1,
};

test('runs stand side by side: value, chance and coverage, what is found and what is made', async () => {
  const vae = await run('vae', presets['shapes3-vae'], made);
  const space = await run('a-space-with-a-long-name', presets['shapes3-embedding'], found);
  const { code, out } = await xm(vae, space);
  expect(code).toBe(0);
  const lines = out.split('\n');
  expect(lines.slice(0, 9)).toEqual([
    '                                       vae  a-space-with-a-l…',
    '                                       VAE          retrieval',
    '                         value chance cov.  value chance cov.',
    'words → picture          72.0%   3.6% 0.43 100.0%   3.3%',
    '  all right',
    'speech → words            1.4%  80.0%           –',
    '  word error rate',
    'words → speech           81.0%  20.0%           –',
    '  words understood',
  ]);
  expect(lines[9]).toBe('picture → video              –              50.0%  0.52%');
  // Three runs are as wide as a terminal, the fourth stands below.
  const four = (await xm(vae, space, vae, vae)).out;
  expect(Math.max(...four.split('\n').map(columns))).toBeLessThanOrEqual(80);
  expect(four.match(/words → picture/g)).toHaveLength(2);

  const json = JSON.parse((await xm(vae, space, '--json')).out);
  expect(json.runs[0]).toMatchObject({
    name: 'vae',
    path: vae,
    method: 'vae',
    cells: { textToImage: { figure: 'strict', value: 0.72, chance: 0.036, coverage: 0.43 } },
  });
  expect(json.runs[1].cells.textToImage).toEqual({ figure: 'recall@1', value: 1, chance: 0.033 });
});

test('digits are written and spoken in retrieval, pictures and speech elsewhere', async () => {
  const metrics = { spokenToWritten: found.heldOutPictures.textToImage };
  const digits = await run('digits', presets['digits-embedding'], metrics);
  expect(JSON.parse((await xm(digits, '--json')).out).runs[0].cells).toEqual({
    speechToImage: { figure: 'recall@1', value: 1, chance: 0.033 },
  });
});

test('runs on different data are refused by name, and so is what is no finished run', async () => {
  const vae = await run('vae', presets['shapes3-vae'], made);
  const quick = await run('quick', presets['quickstart-vae'], made);
  expect(await xm(vae, quick)).toMatchObject({
    code: 2,
    err:
      `ConfigError: compare: runs must be of the same data; data.modalities is ` +
      `["image","text","speech","video"] in ${vae} and not set in ${quick}. Compare them apart.\n`,
  });
  const emoji = await run('emoji', presets.quickstart, { heldOutArtist: found.heldOutPictures });
  expect((await xm(vae, emoji)).err).toContain(`data.source is "shapes" in ${vae} and "emoji"`);
  const begun = await run('begun', presets['shapes3-vae']);
  expect(await xm(begun)).toMatchObject({ code: 2, err: expect.stringContaining('--resume') });
  const empty = await run('empty', presets['shapes3-vae'], { seconds: 3 });
  expect((await xm(empty)).err).toContain('it must say how well a direction goes; it says of none');
  expect(await xm(join(folder, 'nowhere'))).toMatchObject({ code: 2 });
  expect((await xm()).code).toBe(2);
});

test('the figure of a direction: of speech told in words the errors, else what is right', () => {
  expect(mainFigure('speech', 'text', ['wholeCaption', 'wordErrorRate'])).toBe('wordErrorRate');
  expect(mainFigure('video', 'text', ['wordErrorRate', 'wholeCaption'])).toBe('wholeCaption');
  expect(mainFigure('text', 'speech', ['wholeCaption', 'wordsUnderstood'])).toBe('wordsUnderstood');
  expect(mainFigure('speech', 'image', ['rightDigit'])).toBe('rightDigit');
  expect(mainFigure('speech', 'image', [])).toBeUndefined();
});
