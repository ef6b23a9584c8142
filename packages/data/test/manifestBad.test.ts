import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPicture, DataError, encodePng } from '../src/index.ts';
import { hashOf } from '../src/manifest/repeats.ts';
import { type ManifestOptions, manifest } from '../src/node.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-manifest-'));
  mkdirSync(join(root, 'set'));
});
afterEach(() => rmSync(root, { recursive: true }));

const png = encodePng(blankPicture(5, 4, [10, 20, 30]));
const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(root, 'set', name);
  writeFileSync(path, bytes);
  return path;
};
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
/** What each row gives: its text, or the reason why not. */
const rowsOf = async (path: string, options: ManifestOptions = {}): Promise<string[]> => {
  const data = await manifest(path, options);
  return Promise.all(
    Array.from({ length: data.length }, (_, i) =>
      data.get(i).then(
        ({ text }) => text ?? '',
        (error: Error) => {
          expect(error).toBeInstanceOf(DataError);
          return error.message;
        },
      ),
    ),
  );
};

describe('a row is refused when it is asked for, with its line, and the others are good', () => {
  test.each([
    [
      'invalid UTF-8',
      'csv',
      latin('text\na\nd\xe9j\xe0 vu\nb\n'),
      'must be UTF-8, is not. Mend it.',
    ],
    [
      'invalid UTF-8',
      'jsonl',
      latin('{"text":"a"}\n{"text":"d\xe9j"}\n{"text":"b"}\n'),
      'must be UTF-8',
    ],
    ['cut in a letter', 'tsv', latin('text\na\n\xc3\nb\n'), 'must be UTF-8'],
    ['NUL bytes', 'csv', 'text\na\nx\0y\nb', 'must be text, holds NUL bytes. Mend it.'],
    ['NUL bytes', 'jsonl', '{"text":"a"}\n{"text":"x\0"}\n{"text":"b"}', 'must be a JSON object'],
    ['NUL letters', 'jsonl', '{"text":"a"}\n{"text":"x\\u0000"}\n{"text":"b"}', 'NUL bytes'],
    [
      'an empty caption',
      'csv',
      'text,n\r\na,1\r\n,2\r\nb,3',
      'must have a modality, this row has none',
    ],
    ['a blank caption', 'jsonl', '{"text":"a"}\n{"text":["  ",""]}\n{"text":"b"}', 'a modality'],
    [
      'a megabyte',
      'csv',
      `text\na\n${'long '.repeat(250_000)}\nb`,
      'at most 100000 characters, this one has 1249999',
    ],
    [
      'a megabyte',
      'jsonl',
      `{"text":"a"}\n{"text":"${'é'.repeat(2 ** 20)}"}\n{"text":"b"}`,
      'this one has 1048576',
    ],
    ['a cell too many', 'csv', 'text\na\nx,y\nb\n', 'must have 1 columns, has 2. Mend it.'],
    [
      'half an object',
      'jsonl',
      '{"text":"a"}\n{"text":\n{"text":"b"}',
      'must be a JSON object. Mend it.',
    ],
    [
      'an object for a text',
      'jsonl',
      '{"text":"a"}\n{"text":{}}\n{"text":"b"}',
      'texts must be a text or',
    ],
    [
      'lists in a list',
      'jsonl',
      '{"text":"a"}\n{"text":[[]]}\n{"text":"b"}',
      'texts must be a text or',
    ],
    [
      'a list for a path',
      'jsonl',
      '{"text":"a"}\n{"image":["a"]}\n{"text":"b"}',
      "'image' must hold one text",
    ],
    [
      'a list for an id',
      'jsonl',
      '{"text":"a"}\n{"id":[1],"text":"x"}\n{"text":"b"}',
      'an id must be one text',
    ],
  ])('%s in %s', async (_, ending, content, reason) => {
    const [first, bad, last] = await rowsOf(put(`a.${ending}`, content));
    expect([first, last]).toEqual(['a', 'b']);
    expect(bad).toContain(reason);
    expect(bad).toMatch(ending === 'jsonl' ? /^a\.jsonl, line 2: / : /^a\.[ct]sv, line 3: /);
  });
});

test('a mark of byte order, Windows line ends and blank lines belong to no row', async () => {
  const csv = put('a.csv', '\ufeff\r\ntext,n\r\n\r\na,1\r\n\r\n"b\r\nb",2\r\n\r\nc,\r\nd\r\n');
  const d = 'a.csv, line 10: must have 2 columns, has 1. Mend it.';
  expect(await rowsOf(csv)).toEqual(['a', 'b\r\nb', 'c', d]);
  const json = put('a.jsonl', '\ufeff\r\n{"text":"a"}\r\n  \r\n{"text":"b"}\r\nx\r\n');
  expect(await rowsOf(json)).toEqual([
    'a',
    'b',
    'a.jsonl, line 5: must be a JSON object. Mend it.',
  ]);
});

test('lines are counted far into a file, past quoted line ends', async () => {
  const rows = Array.from({ length: 2000 }, (_, i) => `"${i}\n${'\n'.repeat(i % 3)}"`);
  const path = put('a.csv', `text\n${rows.join('\n')}\nx,y\n`);
  const lines = rows.join('\n').split('\n').length;
  const data = await manifest(path);
  await expect(data.get(2000)).rejects.toThrow(`a.csv, line ${lines + 2}: must have 1 columns`);
});

describe('ids', () => {
  test('that repeat are refused from the second on, wherever they stand', async () => {
    const csv = 'id,text\nx,a\n"x",b\ny,c\n"""x""",d\nx,e\n,f\n5,g\n"""x""",h\n';
    const repeated = (line: number, id: string, first: number) =>
      `a.csv, line ${line}: ids must differ, '${id}' is also that of a.csv, line ${first}.`;
    expect(await rowsOf(put('a.csv', csv))).toEqual([
      'a',
      repeated(3, 'x', 2),
      'c',
      'd',
      repeated(6, 'x', 2),
      'f',
      // The sixth row has none, and goes by its number.
      repeated(8, '5', 7),
      repeated(9, '"x"', 5),
    ]);
    const json = ['{"id":0,"text":"a"}', '{"id":"0","text":"b"}', '{"id":1,"text":"c"}'].join('\n');
    const [a, b, c] = await rowsOf(put('a.jsonl', json));
    expect([a, c]).toEqual(['a', 'c']);
    expect(b).toContain("'0' is also that of a.jsonl, line 1");
  });

  test('of a damaged row are nobody’s', async () => {
    const [, second] = await rowsOf(put('a.csv', 'id,text\nx,a,b\nx,c\n'));
    expect(second).toBe('c');
  });

  test('with the same hash are told apart', async () => {
    const [one, two] = ['76mmiq', '2391dx'];
    expect(hashOf(one)).toBe(hashOf(two));
    const csv = `id,text\n${one},a\n${two},b\n${two},c\n${one},d\n`;
    const found = await rowsOf(put('a.csv', csv));
    expect(found.slice(0, 2)).toEqual(['a', 'b']);
    expect(found[2]).toContain(`'${two}' is also that of a.csv, line 3`);
    expect(found[3]).toContain(`'${one}' is also that of a.csv, line 2`);
  });

  test('may come late in JSON lines', async () => {
    const json = '{"text":"a"}\n{"text":"b","id":"x"}\n{"text":"c","id":"x"}\n';
    expect((await rowsOf(put('a.jsonl', json)))[2]).toContain(
      "'x' is also that of a.jsonl, line 2",
    );
  });
});

describe('splits', () => {
  const csv = 'id,text,split\nx,a,train\nx,b,test\ny,c, train\nz,d,"train"\ny,e,train\n';

  test('are taken by their column, with ids and lines as in the whole', async () => {
    const path = put('a.csv', csv);
    const train = await rowsOf(path, { split: 'train' });
    expect(train.slice(0, 3)).toEqual(['a', 'c', 'd']);
    expect(train[3]).toBe("a.csv, line 6: ids must differ, 'y' is also that of a.csv, line 4.");
    expect(await rowsOf(path, { split: 'test' })).toEqual(['b']);
    expect((await manifest(path)).length).toBe(5);
    const [example] = [await (await manifest(path, { split: 'test' })).get(0)];
    expect(example).toEqual({ id: 'x', text: 'b', factors: { split: 'test' } });
  });

  test('without ids keep the numbers of the whole', async () => {
    const json = '{"text":"a","part":1}\n{"text":"b","part":2}\n';
    const data = await manifest(put('a.jsonl', json), { split: '2', columns: { split: 'part' } });
    expect((await data.get(0)).id).toBe('1');
  });

  test('that are not there are refused, with the nearest', async () => {
    await expect(manifest(put('a.csv', csv), { split: 'tests' })).rejects.toThrow(
      "a.csv: some row must be of the split 'tests' in the column 'split', which has 'train', 'test'. Did you mean 'test'?",
    );
    const without = put('b.csv', 'text,splits\na,train\n');
    await expect(manifest(without, { split: 'train' })).rejects.toThrow(
      "to take the split 'train' there must be a column 'split'. Did you mean 'splits'?",
    );
  });
});

describe('a manifest that is no table is refused at once, in bounded memory', () => {
  test('a quote that never ends, in a file of gigabytes', async () => {
    const path = put('a.csv', 'id,text\n1,a\n2,"b\n3,c\n');
    truncateSync(path, 3 * 2 ** 30);
    const before = process.memoryUsage().arrayBuffers;
    await expect(manifest(path)).rejects.toThrow(
      /a\.csv, line 3: a row must have at most 16777216 bytes.*the end of a quote/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
  });

  test('a line that never ends', async () => {
    const path = put('a.jsonl', '{"text":"a"}\n{"text":"');
    truncateSync(path, 3 * 2 ** 30);
    await expect(manifest(path)).rejects.toThrow('a.jsonl, line 2: a row must have at most');
  });

  test.each([
    [
      'UTF-16',
      'a.csv',
      Buffer.from('\ufefftext\na\n', 'utf16le'),
      /must be UTF-8, this one is UTF-16/,
    ],
    [
      'names in other letters',
      'a.csv',
      latin('text,ann\xe9e\na,b\n'),
      /names of columns must be UTF-8/,
    ],
    ['two columns of one name', 'a.csv', 'text,text\na,b\n', /two are 'text'/],
    [
      'too many columns',
      'a.csv',
      `${'a,'.repeat(20_000)}b\n1\n`,
      /at most 10000 columns, got 20001/,
    ],
    [
      'too many fields',
      'a.jsonl',
      Array.from({ length: 10_001 }, (_, i) => `{"${i}":1}\n`).join(''),
      /at most 10000 different fields/,
    ],
    [
      'old line ends',
      'a.csv',
      'text\ra\rb\r',
      /must have rows, this one has none\. Lines must end in/,
    ],
  ])('%s', async (_, name, content, message) => {
    await expect(manifest(put(name, content))).rejects.toThrow(DataError);
    await expect(manifest(put(name, content))).rejects.toThrow(message);
  });

  test('a folder of that name', async () => {
    mkdirSync(join(root, 'a.csv'));
    await expect(manifest(join(root, 'a.csv'))).rejects.toThrow('must be a file on a disk');
  });

  test('a row with a million cells costs no more than its bytes', async () => {
    const [bad, good] = await rowsOf(put('a.csv', `text\n${','.repeat(2 ** 20)}\nb\n`));
    expect(bad).toContain('must have 1 columns, has 1048577');
    expect(good).toBe('b');
  });
});

test('stops when told to, and says how far it is', async () => {
  const path = put('a.csv', `text\n${'some words\n'.repeat(300_000)}`);
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = (done: number): void => {
    seen.push(done);
    stop.abort();
  };
  await expect(manifest(path, { signal: stop.signal, onProgress })).rejects.toThrow('aborted');
  expect(seen).toHaveLength(1);
});

describe('a manifest that changes while it is open is refused', () => {
  const text = 'text\na\nb\n';

  test.each([
    ['longer', (path: string) => writeFileSync(path, `${text}c\n`)],
    ['shorter', (path: string) => truncateSync(path, 7)],
    ['another of the same length', (path: string) => utimesSync(path, 1e9, 1e9)],
    [
      'another file',
      (path: string) => {
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
      },
    ],
    ['gone', (path: string) => rmSync(path)],
  ])('%s', async (_, change) => {
    const path = put('a.csv', text);
    const data = await manifest(path);
    expect((await data.get(1)).text).toBe('b');
    change(path);
    const message = /a\.csv: the manifest (must not change while it is used|cannot be opened)/;
    await expect(data.get(1)).rejects.toThrow(message);
    await expect(data.get(1)).rejects.toThrow(DataError);
  });
});

test('leaves no file open', async () => {
  const open = '/proc/self/fd';
  const handles = (): number => (process.platform === 'linux' ? readdirSync(open).length : 0);
  const before = handles();
  const data = await manifest(put('a.csv', `text\n${'a\n'.repeat(1000)}`));
  await Promise.all(Array.from({ length: 1000 }, (_, i) => data.get(i)));
  await data.get(5);
  expect(handles()).toBe(before);
});

describe('paths', () => {
  test.each([
    ['../outside.png', 'must stay in the folder'],
    ['a/../../outside.png', 'must stay in the folder'],
    ['/etc/hostname', 'must stay in the folder'],
    ['..\\\\outside.png', 'must be written with /'],
    ['sub\\\\a.png', 'must be written with /'],
    ['link.png', "'link.png' does not. It is a link"],
    ['linked/outside.png', 'It is a link'],
    ['none.png', 'ENOENT'],
    [`${'x'.repeat(300)}.png`, 'cannot be opened'],
  ])('%s is refused', async (path, reason) => {
    writeFileSync(join(root, 'outside.png'), png);
    symlinkSync(join(root, 'outside.png'), join(root, 'set', 'link.png'));
    symlinkSync(root, join(root, 'set', 'linked'));
    const [found] = await rowsOf(put('a.jsonl', `{"image":"${path}"}\n`));
    expect(found).toContain(reason);
    expect(found).toMatch(/^a\.jsonl, line 1: /);
  });

  test('a link that stays is followed; a wider root lets it lead further', async () => {
    writeFileSync(join(root, 'outside.png'), png);
    put('a.png', png);
    symlinkSync(join(root, 'set', 'a.png'), join(root, 'set', 'near.png'));
    symlinkSync(join(root, 'outside.png'), join(root, 'set', 'far.png'));
    const near = await manifest(put('a.csv', 'image\nnear.png\n..a.png\n'));
    expect((await near.get(0)).image).toMatchObject({ width: 5 });
    await expect(near.get(1)).rejects.toThrow('ENOENT');
    const far = await manifest(put('b.csv', 'image\nset/far.png\n'), { root });
    expect((await far.get(0)).image).toMatchObject({ width: 5 });
  });
});

test('JSON lines may hold several captions', async () => {
  const lines = [
    { id: 'a', captions: [' one ', '', 'two'], tags: ['x', 1] },
    { id: 'b', captions: 'alone' },
    { id: 'c', captions: ['single'] },
  ];
  const data = await manifest(put('a.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')));
  expect(await Promise.all([0, 1, 2].map((i) => data.get(i)))).toEqual([
    { id: 'a', text: 'one', texts: ['one', 'two'], factors: { tags: '["x",1]' } },
    { id: 'b', text: 'alone' },
    { id: 'c', text: 'single' },
  ]);
});
