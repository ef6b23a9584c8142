// Compiles assembly/ twice and writes src/gemm/generated/*.ts; with --check only says whether they are
// up to date. The modules are text so that browsers and Node load them alike, without a file.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const builds = { plain: 'simd', relaxed: 'simd,relaxed-simd' };
const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

for (const [name, features] of Object.entries(builds)) {
  const path = `${root}src/gemm/generated/${name}.ts`;
  const source = asModule(name, await compile(features));
  if (!check) await writeFile(path, source);
  else if ((await readFile(path, 'utf8')) !== source) {
    console.error(`src/gemm/generated/${name}.ts is older than assembly/. Run: pnpm run assembly`);
    process.exitCode = 1;
  }
}

async function compile(features) {
  let binary;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', features];
  const { error, stderr } = await asc.main(
    ['assembly/gemm.ts', '--baseDir', root, '--outFile', 'gemm.wasm', ...options],
    { writeFile: (_, contents) => void (binary = contents) },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  refuseData(binary);
  return binary;
}

/** A data segment would be written over the heap of the module whose memory this one shares. */
function refuseData(binary) {
  const dataSection = 11;
  let at = 8;
  while (at < binary.length) {
    const id = binary[at++];
    if (id === dataSection) throw new Error('gemm.wasm must hold no data: use no strings or arrays');
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
}

function asModule(name, binary) {
  const text = Buffer.from(binary).toString('base64');
  return `// Written by assembly/build.mjs.
// biome-ignore format: one long line
export const ${name}: string = '${text}';
`;
}
