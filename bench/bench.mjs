// npm run bench -- <question> …: builds, then asks one of the questions of this folder.
import { fileURLToPath } from 'node:url';
import { build, run } from '../tools/bootstrap.mjs';

const questions = [
  'steps',
  'gemm',
  'conv',
  'operations',
  'clipStep',
  'soak',
  'loading',
  'manifest',
  'coco',
  'pixelNeighbours',
  'logMel',
  'family',
  'levels',
  'tokens',
];
const [question, ...rest] = process.argv.slice(2);
if (!questions.includes(question)) {
  console.error(`npm run bench -- ${questions.join(' | ')}; see bench/README.md`);
  process.exit(2);
}
const file = fileURLToPath(new URL(`${question}.mjs`, import.meta.url));
await build('@xm/bench^...');
process.exitCode = (await run(process.execPath, [file, ...rest])).code;
