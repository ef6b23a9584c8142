// npm run bench -- <question> …: builds, then asks one of the questions of this folder.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, run } from '../tools/bootstrap.mjs';

const [question, ...rest] = process.argv.slice(2);
const file = fileURLToPath(new URL(`${question}.mjs`, import.meta.url));
if (!question || question === 'bench' || !existsSync(file)) {
  console.error(
    'npm run bench -- steps | gemm | conv | clipStep | pixelNeighbours; see bench/README.md',
  );
  process.exit(2);
}
await build('@xm/bench^...');
process.exitCode = (await run(process.execPath, [file, ...rest])).code;
