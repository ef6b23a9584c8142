import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '../src/index.ts';
import { type DownloadOptions, download } from '../src/node.ts';
import {
  answer,
  type FileServer,
  fileServer,
  hangUpAfter,
  type Reply,
  serve,
} from './fileServer.ts';

let root: string;
let to: string;
let server: FileServer | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-download-'));
  to = join(root, 'deep', 'x.bin');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(root, { recursive: true });
});

const file = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 3);
const other = Uint8Array.from(file, (x) => 255 - x);
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sha256 = sha256Of(file);

/** Fetches '/x.bin' from a server with these replies. */
async function fetched(replies: Reply[], options: Partial<DownloadOptions> = {}) {
  await server?.close();
  const started = await fileServer(...replies);
  server = started;
  const onProgress = (done: number, total: number | undefined) => {
    started.arrived(done);
    options.onProgress?.(done, total);
  };
  await download(`${started.url}/x.bin?token=secret`, {
    to,
    retryDelay: 1,
    ...options,
    onProgress,
  });
  return started.asked.map((line) => line.replace('GET /x.bin?token=secret', 'GET'));
}
const refusal = (replies: Reply[], options: Partial<DownloadOptions> = {}): Promise<DataError> =>
  fetched(replies, options).then(
    () => {
      throw new Error('it was fetched');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(DataError);
      return error as DataError;
    },
  );
const expectWhole = (): void => {
  expect(readFileSync(to).equals(file)).toBe(true);
  expect(readdirSync(join(root, 'deep'))).toEqual(['x.bin']);
};

test('fetches a file, checks it, and does not fetch it again', async () => {
  const seen: [number, number | undefined][] = [];
  const onProgress = (done: number, total: number | undefined) => seen.push([done, total]);
  expect(await fetched([serve(file)], { sha256, size: file.length, onProgress })).toEqual(['GET']);
  expectWhole();
  expect(seen.at(-1)).toEqual([file.length, file.length]);
  expect(await fetched([serve(file)], { sha256: sha256.toUpperCase() })).toEqual([]);
});

test('goes on where the server hung up, as often as it must', async () => {
  const asked = await fetched([hangUpAfter(30_000, serve(file))]);
  expect(asked).toEqual(['GET', 'GET bytes=30000-', 'GET bytes=60000-', 'GET bytes=90000-']);
  expectWhole();
});

test('goes on where another run was stopped', async () => {
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('enough'));
  await expect(
    fetched([hangUpAfter(30_000, serve(file))], { signal: stop.signal, onProgress }),
  ).rejects.toThrow('enough');
  expect(existsSync(to)).toBe(false);
  const there = readFileSync(`${to}.part`).length;
  expect(there).toBeGreaterThan(0);
  expect(readFileSync(`${to}.part.json`, 'utf8')).not.toContain('secret');
  // A part belongs to one server.
  const port = new URL(server!.url).port;
  const note = readFileSync(`${to}.part.json`, 'utf8');
  await server!.close();
  server = await fileServer(serve(file));
  writeFileSync(`${to}.part.json`, note.replace(port, new URL(server.url).port));
  await download(`${server.url}/x.bin`, { to });
  expect(server.asked).toEqual([`GET /x.bin bytes=${there}-`]);
  expectWhole();
});

test('begins anew when the file has changed, or nobody can say whether it has', async () => {
  const changed = [hangUpAfter(30_000, serve(other, { etag: '"v0"' })), serve(file)];
  expect(await fetched(changed)).toEqual(['GET', 'GET bytes=30000-']);
  expectWhole();
  rmSync(to);
  const unnamed = [hangUpAfter(30_000, serve(file, { etag: 'W/"weak"' })), serve(file)];
  expect(await fetched(unnamed)).toEqual(['GET', 'GET']);
  expectWhole();
  rmSync(to);
  const dated = serve(file, { 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT' });
  expect(await fetched([hangUpAfter(30_000, dated), dated])).toEqual(['GET', 'GET bytes=30000-']);
  expectWhole();
  rmSync(to);
  // A checksum will tell, so the part is gone on from.
  expect(
    await fetched([hangUpAfter(30_000, serve(file, {})), serve(file, {})], { sha256 }),
  ).toEqual(['GET', 'GET bytes=30000-']);
  expectWhole();
});

test('a server that ignores ranges, or answers with others', async () => {
  const deaf = answer(200, { etag: '"v1"' }, file);
  expect(await fetched([hangUpAfter(30_000, serve(file)), deaf])).toHaveLength(2);
  expectWhole();
  rmSync(to);
  const odd = answer(206, { 'content-range': 'bytes 7-9/100000', etag: '"v1"' }, 'abc');
  expect(await fetched([hangUpAfter(30_000, serve(file)), odd, serve(file)])).toEqual([
    'GET',
    'GET bytes=30000-',
    'GET',
  ]);
  expectWhole();
});

test('a part that is whole already, or too long', async () => {
  await fetched([serve(file)]);
  for (const [part, expected] of [
    [file, ['GET bytes=100000-']],
    [Buffer.concat([file, file]), ['GET bytes=200000-', 'GET']],
  ] as const) {
    rmSync(to);
    writeFileSync(`${to}.part`, part);
    expect(await fetched([serve(file)], { sha256 })).toEqual(expected);
    expectWhole();
  }
});

test('a part of something else is noticed, and fetched anew', async () => {
  await fetched([serve(file)]);
  rmSync(to);
  writeFileSync(`${to}.part`, other.subarray(0, 500));
  expect(await fetched([serve(file)], { sha256 })).toEqual(['GET bytes=500-', 'GET']);
  expectWhole();
});

test('waits and tries again when the server is busy, and gives up in the end', async () => {
  const busy = answer(503, { 'retry-after': '0' });
  expect(await fetched([busy, answer(429), answer(500), serve(file)])).toHaveLength(4);
  expectWhole();
  rmSync(to);
  const { message } = await refusal([busy]);
  expect(message).toMatch(/the file does not come \(the server answers 503\), after 5 tries/);
  expect(server!.asked).toHaveLength(5);
  // Sends something each time, and never more.
  const stuck = hangUpAfter(10, (_, response) => {
    response.writeHead(200, { 'content-length': file.length }).end(file);
  });
  await refusal([stuck]);
  expect(server!.asked).toHaveLength(5);
});

test.each<[string, Reply, Partial<DownloadOptions>, RegExp]>([
  ['is not there', answer(404), {}, /the server answers 404\. Check the address/],
  [
    'is always elsewhere',
    (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    {},
    /the server answers 302/,
  ],
  [
    'is a web page',
    answer(200, { 'content-type': 'text/html; charset=x' }, '<html>'),
    {},
    /sends a web page/,
  ],
  [
    'is a web page in place of a checked file',
    answer(200, { 'content-type': 'text/html' }, '<!DOCTYPE html>'),
    { sha256 },
    /it has [0-9a-f]{64}\. It is a web page\./,
  ],
  ['is another file', serve(other), { sha256 }, /must have the SHA-256/],
  [
    'has another size',
    serve(file),
    { size: 99_999 },
    /must have 99999 bytes, the server has one of 100000/,
  ],
  [
    'has no size, and is too long',
    answer(200, { 'transfer-encoding': 'chunked' }, file),
    { size: 50_000 },
    /must have 50000 bytes, more came/,
  ],
  [
    'has no size, and is too short',
    answer(200, { 'transfer-encoding': 'chunked' }, file),
    { size: 100_001 },
    /must have 100001 bytes, it has 100000/,
  ],
])('a file that %s', async (_, reply, options, message) => {
  expect((await refusal([reply], options)).message).toMatch(message);
  expect(server!.asked.length).toBeLessThan(8);
  expect(existsSync(to)).toBe(false);
});

test('a server that says less than it sends, or more', async () => {
  const short = answer(200, { 'content-length': '50000' }, file.subarray(0, 50_000));
  expect((await refusal([short], { sha256 })).message).toContain('must have the SHA-256');
  const long = hangUpAfter(100_000, answer(200, { 'content-length': '200000' }, file));
  const { message } = await refusal([long]);
  expect(message).toContain('after 5 tries without progress');
});

test('what is no address, and a place that is taken', async () => {
  await expect(download('ftp://x/y', { to })).rejects.toThrow(
    'must begin with http:// or https://',
  );
  await expect(download('x.bin', { to })).rejects.toThrow('must begin with http');
  await fetched([serve(other)]);
  expect((await refusal([serve(file)], { sha256 })).message).toContain(
    'is there already and is not what is fetched',
  );
  expect(readFileSync(to).equals(other)).toBe(true);
  expect((await refusal([serve(file)], { to: join(to, 'x') })).message).toMatch(
    /cannot be written \((ENOTDIR|EEXIST)\)/,
  );
});

(existsSync('/dev/full') ? test : test.skip)('a full disk is named', async () => {
  await fetched([serve(file)]);
  rmSync(to);
  symlinkSync('/dev/full', `${to}.part`);
  expect((await refusal([serve(file)])).message).toContain('the disk is full. Make room on it');
});

test('the signal ends everything at once and keeps what has come', async () => {
  const stop = new AbortController();
  const slow: Reply = (_, response) => {
    response.writeHead(200, { 'content-length': file.length, etag: '"v1"' });
    response.write(file.subarray(0, 1000));
  };
  const reason = new Error('enough');
  const onProgress = () => stop.abort(reason);
  await expect(fetched([slow], { signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(readFileSync(`${to}.part`)).toHaveLength(1000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await server!.connections()).toBe(0);
  await expect(fetched([slow], { signal: stop.signal })).rejects.toBe(reason);
  expect(server!.asked).toEqual([]);
  // While it waits for a next try.
  const waiting = new AbortController();
  setTimeout(() => waiting.abort(reason), 30);
  const busy = fetched([answer(503)], { signal: waiting.signal, retryDelay: 60_000 });
  await expect(busy).rejects.toBe(reason);
});

test('goes through the proxy that the environment names, and past it where it says so', async () => {
  const target = await fileServer(serve(file));
  const tunnels: string[] = [];
  const proxy = await fileServer(answer(500));
  proxy.onConnect((host, socket) => {
    tunnels.push(host);
    const through = connect(Number(host.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
  });
  const before = { ...process.env };
  try {
    Object.assign(process.env, {
      http_proxy: proxy.url,
      HTTP_PROXY: proxy.url,
      no_proxy: '',
      NO_PROXY: '',
    });
    await download(`${target.url}/x.bin`, { to });
    expectWhole();
    expect([...tunnels, ...proxy.asked]).toHaveLength(1);
    rmSync(to);
    Object.assign(process.env, { no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' });
    await download(`${target.url}/x.bin`, { to });
    expectWhole();
    expect([...tunnels, ...proxy.asked]).toHaveLength(1);
  } finally {
    process.env = before;
    await Promise.all([target.close(), proxy.close()]);
  }
});
