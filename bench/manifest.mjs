// How long does a manifest of ten million rows take to open, and how much memory, also with a shuffled pass?
// npm run bench -- manifest [csv|tsv|jsonl|all] [rows] [split]; the files, 1 GB each, are written into the
// system's temporary folder and removed. Each is opened in a process of its own, whose peak is reported.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { batches } from '@xm/data';
import { manifest } from '@xm/data/node';

const batchSize = 256;
const readFor = 100_000;
const rowsAtOnce = 10_000;
const words = 'a small red heart left of the big blue square on dark wood'.split(' ');

const writers = {
  csv: ({ id, text, split, score }) => `${id},"${text}, ""quoted""",${split},${score}\n`,
  tsv: ({ id, text, split, score }) => `${id}\t${text}\t${split}\t${score}\n`,
  jsonl: (row) => `${JSON.stringify(row)}\n`,
};
const heads = { csv: 'id,text,split,score\n', tsv: 'id\ttext\tsplit\tscore\n', jsonl: '' };

const rowAt = (i) => ({
  id: `picture-${String(i).padStart(9, '0')}`,
  text: Array.from({ length: 12 }, (_, k) => words[(i * 7 + k * 5) % words.length]).join(' '),
  split: i % 10 === 9 ? 'test' : 'train',
  score: (i % 1000) / 1000,
});

function write(path, format, rows) {
  const file = openSync(path, 'w');
  writeSync(file, heads[format]);
  for (let i = 0; i < rows; i += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, rows - i);
    writeSync(file, Array.from({ length }, (_, k) => writers[format](rowAt(i + k))).join(''));
  }
  closeSync(file);
}

async function measure(path, split) {
  const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
  const startMB = megabytes();
  const cpuSeconds = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
  const cpuStart = cpuSeconds();
  let start = performance.now();
  const data = await manifest(path, split ? { split } : {});
  const openSeconds = (performance.now() - start) / 1000;
  const openCpuSeconds = cpuSeconds() - cpuStart;
  const openedMB = megabytes();
  start = performance.now();
  let [permutationSeconds, rowSeconds, read] = [0, 0, 0];
  // Over the end of an epoch: that is where two permutations are in memory.
  const cursor = { epoch: 0, position: Math.max(0, data.length - readFor) };
  for await (const batch of batches(data, { size: batchSize, seed: 1, cursor })) {
    const now = (performance.now() - start) / 1000;
    if (read === 0) permutationSeconds = now;
    if (batch.cursor.epoch === 1 && batch.cursor.position > 0) break;
    read += batch.examples.length;
    if (batch.cursor.epoch === 0) rowSeconds = now - permutationSeconds;
  }
  return {
    rows: data.length,
    openSeconds: Number(openSeconds.toFixed(1)),
    openCpuSeconds: Number(openCpuSeconds.toFixed(1)),
    permutationSeconds: Number(permutationSeconds.toFixed(1)),
    randomRowsPerSecond: Math.round((read - 2 * batchSize) / rowSeconds),
    startMB,
    openedMB,
    peakMB: megabytes(),
  };
}

const [first = 'all', second, split] = process.argv.slice(2);
if (first === '--open') {
  console.log(JSON.stringify(await measure(second, split)));
} else {
  const rows = Number(second ?? 10_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'xm-bench-'));
  try {
    for (const format of first === 'all' ? Object.keys(writers) : [first]) {
      const path = join(folder, `all.${format}`);
      write(path, format, rows);
      const fileMB = Math.round(statSync(path).size / 2 ** 20);
      const args = [fileURLToPath(import.meta.url), '--open', path, ...(split ? [split] : [])];
      const found = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
      console.log(JSON.stringify({ bench: 'manifest', format, fileMB, ...found }));
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
