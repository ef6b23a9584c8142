// Reads batches and writes what it saw and the cursor, a line each in one write, until it is killed.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { batches } from '../../src/index.ts';
import { numbers } from './numbers.ts';

const [path, worker, count] = process.argv.slice(2);
const seen = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
const cursor = seen.length > 0 ? JSON.parse(seen[seen.length - 1]).cursor : undefined;
const start = () => new Worker(worker);
const workers = { count: Number(count), start, message: { length: 200 } };
const stream = batches(numbers(200), {
  size: 7,
  seed: 5,
  onBad: 'skip',
  ...(cursor ? { cursor } : {}),
  ...(workers.count > 0 ? { workers } : {}),
});
for await (const batch of stream) {
  appendFileSync(path, `${JSON.stringify({ ids: batch.ids, cursor: batch.cursor })}\n`);
  await new Promise((done) => setTimeout(done, 2));
}
