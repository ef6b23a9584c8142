import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { bundle } from '@xm/testing/node';
import * as fc from 'fast-check';
import { type Batch, type BatchOptions, batches, type DataWorker } from '../src/index.ts';
import type { Order } from '../src/loading/messages.ts';
import { serve } from '../src/loading/serve.ts';
import { change, numbers } from './workers/numbers.ts';

const bundled = (name: string): string => bundle(join(__dirname, 'workers', name), 'node');
let worker: string;
beforeAll(() => {
  worker = bundled('numbers.worker.ts');
});
const threads = (count: number, message: unknown) => ({
  count,
  message,
  start: () => new Worker(worker),
});

/** Threads, and the codes with which they end. */
function watched(count: number) {
  const exits: Promise<number>[] = [];
  const { start, ...rest } = threads(count, { length: 50 });
  const watch = (): Worker => {
    const one = start();
    exits.push(new Promise((done) => one.on('exit', done)));
    return one;
  };
  return { workers: { ...rest, start: watch }, exits: () => Promise.all(exits) };
}

/** A worker on this thread: its messages are cloned and sent like any, but it starts at once. */
const near =
  (length: number): (() => DataWorker) =>
  () => {
    const { port1, port2 } = new MessageChannel();
    serve(
      {
        post: (answer, transfer) => port2.postMessage(answer, transfer),
        listen: (onOrder) => port2.on('message', (order: Order) => onOrder(order)),
      },
      () => ({ source: numbers(length), transform: change }),
    );
    return {
      postMessage: (value) => port1.postMessage(value),
      terminate: () => port1.close(),
      on: (event: string, listener: unknown) => port1.on(event, listener as () => void),
    };
  };

async function read(length: number, options: BatchOptions, count: number): Promise<Batch[]> {
  const out: Batch[] = [];
  for await (const batch of batches(numbers(length), options)) {
    out.push(batch);
    if (out.length === count) break;
  }
  return out;
}

test('with any number of workers, stopped and gone on, it is the same as without', async () => {
  const run = fc.record({
    length: fc.integer({ min: 1, max: 40 }),
    size: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(),
    dropLast: fc.boolean(),
    stop: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 1, max: 4 }),
    prefetch: fc.integer({ min: 0, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ length, stop, count, prefetch, ...choice }) => {
      // As many bad examples as there are must leave enough for a batch.
      const size = Math.min(choice.size, Math.max(1, length - Math.ceil(length / 10)));
      const options = { ...choice, size, onBad: 'skip' as const };
      const whole = await read(length, { ...options, transform: change }, 9);
      const apart = { ...options, prefetch, workers: { count, start: near(length) } };
      const first = await read(length, apart, stop);
      const cursor = JSON.parse(JSON.stringify(first[stop - 1].cursor));
      const rest = await read(length, { ...apart, cursor }, 9 - stop);
      expect([...first, ...rest]).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test('threads give what no threads give, and end with the loop', async () => {
  const options = { size: 8, seed: 4, onBad: 'skip' as const };
  const whole = await read(50, { ...options, transform: change }, 9);
  const { workers, exits } = watched(3);
  const source = batches(numbers(50), { ...options, workers })[Symbol.asyncIterator]();
  const seen: Batch[] = [];
  while (seen.length < 9) seen.push((await source.next()).value);
  expect(seen).toEqual(whole);
  await source.return?.();
  expect(await exits()).toHaveLength(3);
});

test('an abort ends a wait at once, and every thread', async () => {
  const controller = new AbortController();
  const { workers, exits } = watched(2);
  const stream = batches(numbers(50), { size: 8, seed: 4, workers, signal: controller.signal });
  const waiting = stream[Symbol.asyncIterator]().next();
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(await exits()).toHaveLength(2);
});

test.each([
  ['at the start', /^no such data$/],
  ['other length', /here are 50 examples, there 51/],
  ['exit', /a worker ended \(code 7\)/],
])('a worker that fails (%s) ends the stream with the reason', async (fault, reason) => {
  const workers = threads(2, { length: 50, fault });
  const reading = read(50, { size: 5, seed: 4, onBad: 'skip', workers }, 99);
  await expect(reading).rejects.toThrow(reason);
});

test('a bad example is the first error in order, or listed once and left out', async () => {
  const length = 30;
  const options = { size: 6, seed: 2, epochs: 2 };
  await expect(read(length, options, 99)).rejects.toThrow(/^number \d*7: damaged\.$/);
  const stream = batches(numbers(length), { ...options, onBad: 'skip' });
  const ids: string[] = [];
  for await (const batch of stream) ids.push(...batch.ids);
  expect(ids).toHaveLength(2 * 24);
  expect(ids.some((id) => id.endsWith('7'))).toBe(false);
  expect(stream.bad.map(({ index }) => index).sort((a, b) => a - b)).toEqual([7, 17, 27]);
  expect(stream.bad[0].reason).toMatch(/^number \d*7: damaged\.$/);
});

test('when nothing is good, it says so and does not search for ever', async () => {
  const bad = { length: 4, get: (i: number) => numbers(99).get(10 * i + 7) };
  const stream = batches(bad, { size: 2, seed: 1, onBad: 'skip' });
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(
    /a batch of 2, but 4 of 4 examples are bad. The first: number/,
  );
});

test('a transform beside workers is refused', () => {
  const workers = threads(1, {});
  expect(() => batches(numbers(5), { size: 1, seed: 1, workers, transform: change })).toThrow(
    /give it to serveData/,
  );
});

test('after kill -9 the cursor on disk goes on exactly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xm-killed-'));
  const path = join(folder, 'seen.jsonl');
  const program = bundled('killed.ts');
  const lines = () => readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const started = (workers: number): ChildProcess =>
    spawn(process.execPath, [program, path, worker, `${workers}`], { stdio: 'inherit' });
  const exit = (child: ChildProcess) => new Promise((done) => child.once('exit', done));
  try {
    for (const workers of [0, 1, 3]) {
      const child = started(workers);
      const before = workers === 0 ? 0 : lines().length;
      const gone = exit(child);
      while (tryTo(lines).length < before + 9) await new Promise((done) => setTimeout(done, 5));
      child.kill('SIGKILL');
      await gone;
    }
    const seen = lines().map((line) => JSON.parse(line).ids);
    const whole = await read(200, { size: 7, seed: 5, onBad: 'skip' }, seen.length);
    expect(seen).toEqual(whole.map((batch) => batch.ids));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 30_000);

const tryTo = (read: () => string[]): string[] => {
  try {
    return read();
  } catch {
    return [];
  }
};
