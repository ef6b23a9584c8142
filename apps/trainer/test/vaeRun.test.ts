import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav, encodePng, shapes } from '@xm/data';
import { readPicture } from '@xm/data/node';
import { runXm as xm } from './runXm.ts';
import { tinyVae } from './tinyShapes.ts';

let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-vae-'));
  run = join(folder, 'run');
  await writeFile(join(folder, 'config.json'), JSON.stringify(tinyVae));
  const trained = await xm('train', '--config', join(folder, 'config.json'), '--out', run);
  if (trained.code !== 0) throw new Error(trained.err);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const translate = (from: string, to: string, input: string, out: string, ...more: string[]) =>
  xm(
    'translate',
    '--from',
    from,
    '--to',
    to,
    '--run',
    run,
    '--input',
    input,
    '--out',
    out,
    ...more,
  );

test('every direction to words is judged, and the report shows all directions', async () => {
  const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  for (const direction of ['imageToText', 'speechToText', 'videoToText']) {
    expect(metrics[direction].figures.wholeCaption).toEqual({
      value: expect.any(Number),
      chance: expect.any(Number),
    });
  }
  expect(metrics.speechToText.examples).toBe(8);
  expect(metrics.likelihood).toEqual({ nats: expect.any(Number), examples: 8, samples: 32 });
  const report = await readFile(join(run, 'report.html'), 'utf8');
  for (const title of ['words → picture', 'video → words', 'words → speech']) {
    expect(report).toContain(title);
  }
  expect(report).toContain('<title id="loss-summary">The smoothed loss goes from');
  expect((await xm('show', '--run', run)).out).toContain('npx xm translate --from');
});

test('pixels may be bytes, and what draws latents a mixture: trained, fitted, saved and used', async () => {
  const file = join(folder, 'mixture.json');
  const by = join(folder, 'mixture');
  const { model } = tinyVae;
  const sampler = { kind: 'mixture', components: 2 };
  const image = { ...model.image, likelihood: 'logistics', components: 2 };
  await writeFile(file, JSON.stringify({ ...tinyVae, model: { ...model, image, sampler } }));
  expect(await xm('train', '--config', file, '--out', by)).toMatchObject({ code: 0 });
  const captions = join(folder, 'heart.txt');
  await writeFile(captions, 'heart\n');
  const told = ['--from', 'text', '--to', 'image', '--input', captions];
  const made = await xm('translate', ...told, '--run', by, '--out', join(folder, 'mixed'));
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('1 file of 1 input') });
}, 60_000);

test('another model of the family is trained, saved and used; one that there is not is refused', async () => {
  const file = join(folder, 'method.json');
  const { model, training } = tinyVae;
  const { image, text } = model;
  const plain = { shared: model.shared, sampler: model.sampler, image, text };
  const told = (kind: string) =>
    writeFile(
      file,
      JSON.stringify({
        ...tinyVae,
        model: { ...plain, method: { kind, bound: 'iwae', samples: 2 } },
        training: { ...training, steps: 2, strangers: 0 },
      }),
    );
  await told('mmvae');
  expect(await xm('train', '--config', file, '--out', join(folder, 'private'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('mmvae has no private latents'),
  });
  // Nothing was begun, and the name is free again.
  expect(existsSync(join(folder, 'private'))).toBe(false);
  await told('vqvae');
  expect(await xm('train', '--config', file, '--out', join(folder, 'unknown'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('method.kind must be one of recipe, vae,'),
  });
  const by = join(folder, 'nexus');
  const method = { kind: 'nexus', width: 8 };
  const apart = { ...plain, text: { ...text, latents: 2 }, method };
  await writeFile(file, JSON.stringify({ ...tinyVae, model: apart }));
  const missing = ['--set', 'training.missing=0.5'];
  expect(await xm('train', '--config', file, ...missing, '--out', by)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/50 % of those to learn\s+from lacking a modality/),
  });
  const saved = JSON.parse(await readFile(join(by, 'model', 'config.json'), 'utf8'));
  expect(saved.vae.method).toEqual(method);
  expect((await xm('eval', '--run', by, '--json')).code).toBe(0);
}, 60_000);

test('eval judges again; search needs a joint space; export writes the model alone', async () => {
  const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
  const judged = JSON.parse((await xm('eval', '--run', run, '--json')).out);
  expect(judged.speechToText).toEqual(metrics.speechToText);
  expect(judged.likelihood).toEqual(metrics.likelihood);
  expect(await xm('search', 'heart', '--run', run)).toMatchObject({
    code: 2,
    err: expect.stringContaining("must be a joint space, its method is 'vae'. Use xm translate."),
  });
  const exported = await xm('export', '--run', run, '--out', join(folder, 'exported'), '--json');
  expect(Object.keys(JSON.parse(exported.out).files)).toEqual(['model.json', 'model.safetensors']);
});

test('one becomes several that go together: a file of each, and what became of which', async () => {
  const input = join(folder, 'two.txt');
  await writeFile(input, 'heart\nsquare\n');
  const out = join(folder, 'together');
  const made = await translate('text', 'image,speech', input, out, '--samples', '2', '--json');
  expect(JSON.parse(made.out).files).toHaveLength(8);
  const manifest = (await readFile(join(out, 'manifest.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(manifest[2])).toEqual({
    image: '000002.png',
    speech: '000002.wav',
    caption: 'square',
  });
  expect(await translate('text', 'text,image', input, join(folder, 'no'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('got text to text'),
  });
  expect(await translate('text', 'image,sound', input, join(folder, 'no'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('Allowed choices are image, speech, text, video'),
  });
  expect(
    await translate('text', 'image', input, join(folder, 'no'), '--samples', '0'),
  ).toMatchObject({
    code: 2,
    err: expect.stringContaining("--samples must be a whole number from 1, got '0'"),
  });
});

test('examples from nothing: files of all modalities that go together, the same for the same seed', async () => {
  const out = (name: string): string => join(folder, name);
  const told = ['sample', '--run', run, '--count', '2'];
  const first = await xm(...told, '--out', out('s1'), '--json');
  const { files, modalities } = JSON.parse(first.out);
  expect(modalities).toEqual(['image', 'speech', 'text', 'video']);
  expect(files).toEqual(
    ['000000', '000001'].flatMap((n) => ['png', 'wav', 'txt', 'gif'].map((form) => `${n}.${form}`)),
  );
  const lines = async (name: string) =>
    (await readFile(join(out(name), 'manifest.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [, second] = await lines('s1');
  expect(second).toMatchObject({ image: '000001.png', speech: '000001.wav', video: '000001.gif' });
  expect(await readFile(join(out('s1'), '000001.txt'), 'utf8')).toBe(`${second.caption}\n`);
  // Fewer modalities, and the same examples of those.
  const some = await xm(...told, '--out', out('s2'), '--modalities', 'text,image');
  expect(some).toMatchObject({ code: 0, out: expect.stringContaining('4 files of 2 examples') });
  expect((await lines('s2'))[1]).toEqual({ image: '000001.png', caption: second.caption });
  const picture = (name: string) => readPicture(join(out(name), '000001.png'));
  expect(await picture('s2')).toEqual(await picture('s1'));
  await xm(...told, '--out', out('s3'), '--modalities', 'image', '--seed', '2');
  expect(await picture('s3')).not.toEqual(await picture('s1'));
  // It is a manifest like any other.
  const inspected = await xm('data', 'inspect', join(out('s3'), 'manifest.jsonl'), '--json');
  expect(inspected).toMatchObject({ code: 0, err: '' });

  const refused = async (more: string[], message: RegExp) =>
    expect(await xm('sample', '--run', run, ...more)).toMatchObject({
      code: 2,
      err: expect.stringMatching(message),
    });
  await refused(
    ['--count', '0', '--out', out('s4')],
    /--count must be a whole number from 1, got '0'/,
  );
  const smell = ['--count', '1', '--out', out('s4'), '--modalities', 'image,smell'];
  await refused(smell, /this model knows image, speech, text, video, got 'smell'/);
  await refused(['--count', '1', '--out', out('s1')], /must be empty/);
}, 60_000);

test('what lies between inputs, and what one latent says', async () => {
  const captions = join(folder, 'three.txt');
  await writeFile(captions, 'heart\nsquare\nheart\n');
  await translate('text', 'image', captions, join(folder, 'three'));
  const pictures = ['--of', 'image', '--run', run, '--input', join(folder, 'three')];
  const lines = async (name: string) =>
    (await readFile(join(folder, name, 'manifest.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const picture = (name: string, i: number) =>
    readPicture(join(folder, name, `${`${i}`.padStart(6, '0')}.png`));

  const between = await xm(
    'interpolate',
    ...pictures,
    '--steps',
    '3',
    '--out',
    join(folder, 'between'),
  );
  expect(between).toMatchObject({ code: 0, out: expect.stringContaining('6 files of 2 pairs') });
  const [, middle, , first] = await lines('between');
  expect(middle).toEqual({ image: '000001.png', from: '000000.png', until: '000001.png', at: 0.5 });
  expect(first).toMatchObject({ from: '000001.png', until: '000002.png', at: 0 });
  // Where one way ends the next begins.
  expect(await picture('between', 2)).toEqual(await picture('between', 3));

  const way = ['--latent', '1', '--from', '-1', '--steps', '3', '--out', join(folder, 'values')];
  expect((await xm('traverse', ...pictures, ...way, '--json')).code).toBe(0);
  const values = await lines('values');
  expect(values).toHaveLength(9);
  expect(values[4]).toEqual({
    image: '000004.png',
    of: '000001.png',
    part: 'own',
    latent: 1,
    value: 0.5,
  });
  expect(await picture('values', 0)).not.toEqual(await picture('values', 2));
  const words = ['--of', 'text', '--run', run, '--input', captions, '--latent', '0'];
  const shared = await xm('traverse', ...words, '--part', 'shared', '--out', join(folder, 'said'));
  expect(shared).toMatchObject({ code: 0, out: expect.stringContaining('21 files of 3 inputs') });

  const none = ['--out', join(folder, 'none')];
  const refused = async (args: string[], message: RegExp) =>
    expect(await xm(...args, ...none)).toMatchObject({
      code: 2,
      err: expect.stringMatching(message),
    });
  await refused(
    ['traverse', ...words],
    /there are 0 latents of text itself, counted from 0, got 0/,
  );
  await refused(
    ['traverse', ...pictures, '--latent', '0', '--from', 'low'],
    /--from must be a number/,
  );
  await refused(
    ['interpolate', ...pictures, '--steps', '1'],
    /steps must be a whole number from 2/,
  );
  const one = join(folder, 'one.txt');
  await writeFile(one, 'heart\n');
  const alone = ['--of', 'text', '--run', run, '--input', one];
  await refused(['interpolate', ...alone], /must hold at least two inputs, it holds one/);
}, 60_000);

test('captions become pictures, sounds and videos, the same ones for the same seed', async () => {
  const captions = join(folder, 'captions.txt');
  await writeFile(captions, 'heart\nsquare\n');
  const out = (name: string): string => join(folder, name);
  const first = await translate('text', 'image', captions, out('a'), '--samples', '2', '--json');
  expect(JSON.parse(first.out).files).toHaveLength(4);
  const manifest = (await readFile(join(out('a'), 'manifest.jsonl'), 'utf8')).trim().split('\n');
  expect(JSON.parse(manifest[3])).toEqual({ image: '000003.png', caption: 'square' });
  const picture = await readPicture(join(out('a'), '000001.png'));
  expect(picture).toMatchObject({ width: 16, height: 16 });
  await translate('text', 'image', captions, out('b'), '--samples', '2');
  expect(await readPicture(join(out('b'), '000001.png'))).toEqual(picture);
  await translate('text', 'image', captions, out('c'), '--samples', '2', '--seed', '2');
  expect(await readPicture(join(out('c'), '000001.png'))).not.toEqual(picture);

  expect(await translate('text', 'speech', captions, out('d'))).toMatchObject({ code: 0 });
  const { sampleRate, samples } = decodeWav(await readFile(join(out('d'), '000000.wav')));
  expect(sampleRate).toBe(16_000);
  expect(samples.length).toBeGreaterThan(100);
  expect(await translate('text', 'video', captions, out('e'))).toMatchObject({ code: 0 });
  expect((await readFile(join(out('e'), '000001.gif'))).subarray(0, 3).toString()).toBe('GIF');
  // What is there is never overwritten.
  expect(await translate('text', 'image', captions, out('a'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('must be empty'),
  });
}, 30_000);

test('a picture of another size becomes words; a wrong question is refused with what can be asked', async () => {
  const [{ image }] = await Promise.all([shapes({ level: 1, count: 1, seed: 3, size: 40 }).get(0)]);
  const path = join(folder, 'other.png');
  await writeFile(path, encodePng(image!));
  const told = await translate('image', 'text', path, join(folder, 'words'));
  expect(told).toMatchObject({ code: 0, out: expect.stringContaining('1 file of 1 input') });
  const manifest = JSON.parse(await readFile(join(folder, 'words', 'manifest.jsonl'), 'utf8'));
  expect(manifest).toEqual({ caption: expect.any(String), image: 'other.png' });

  const none = join(folder, 'none');
  expect(await translate('text', 'text', path, none)).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /ConfigError: translate: .* can do .*image to text.*, got text to text/,
    ),
  });
  expect(await translate('smell', 'text', path, none)).toMatchObject({ code: 2 });
  expect(await translate('text', 'image', path, none)).toMatchObject({
    code: 2,
    err: expect.stringContaining('captions must be text in UTF-8'),
  });
  const unknown = join(folder, 'unknown.txt');
  await writeFile(unknown, 'zebra\n');
  expect(await translate('text', 'image', unknown, none)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/unknown words: 'zebra'\. It knows .*heart/s),
  });
});
