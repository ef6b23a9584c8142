import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asynchronous, type FileCalls, waiting } from '../src/node/fileCalls.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-files-'));
  writeFileSync(
    join(root, 'file'),
    Uint8Array.from({ length: 10 }, (_, i) => i),
  );
  symlinkSync('file', join(root, 'link'));
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  ['asynchronous', asynchronous],
  ['waiting', waiting],
] as [string, FileCalls][])('%s: parts of files, and where links lead', async (_, calls) => {
  const part = async (start: number, length: number) =>
    Array.from((await calls.part(join(root, 'file'), start, length)) ?? []);
  expect(await part(0, 3)).toEqual([0, 1, 2]);
  expect(await part(8, 100)).toEqual([8, 9]);
  expect(await part(-1, 1)).toEqual([9]);
  expect(await part(20, 5)).toEqual([]);
  expect(await calls.part(root, 0, 1)).toBeUndefined();
  expect(await calls.realpath(join(root, 'link'))).toBe(await calls.realpath(join(root, 'file')));
  await expect(calls.part(join(root, 'none'), 0, 1)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(calls.realpath(join(root, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
