#!/usr/bin/env node
import { Worker } from 'node:worker_threads';
import { main } from '../dist/xm.mjs';

const startDataWorker = () => new Worker(new URL('../dist/dataWorker.mjs', import.meta.url));

process.exitCode = await main(
  process.argv.slice(2),
  process.stdout,
  process.stderr,
  startDataWorker,
);
