// Compiles assembly/ four times and writes src/compiled/generated/*.ts: text, so that browsers and Node load the
// modules alike, without a file. With --check only says whether they belong to these sources.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const oneThread = ['assembly/index.ts', '--enable'];
// The sizes of the memory are tfjs's: 16 MB at the start, 4 GB at most, in pages.
const threads = [
  ...[
    'assembly/threads.ts',
    '--sharedMemory',
    '--initialMemory',
    '256',
    '--maximumMemory',
    '65536',
  ],
  '--enable',
];
const builds = {
  plain: [...oneThread, 'simd'],
  relaxed: [...oneThread, 'simd,relaxed-simd'],
  plainThreads: [...threads, 'simd,threads'],
  relaxedThreads: [...threads, 'simd,relaxed-simd,threads'],
};
const root = fileURLToPath(new URL('..', import.meta.url));

const sources = await sourcesHash();
for (const [name, own] of Object.entries(builds)) {
  const path = `${root}src/compiled/generated/${name}.ts`;
  if (!process.argv.includes('--check')) {
    await writeFile(path, asModule(name, await compile(own)));
  } else if (!(await readFile(path, 'utf8')).includes(sources)) {
    console.error(
      `src/compiled/generated/${name}.ts is older than assembly/. Run: pnpm run assembly`,
    );
    process.exitCode = 1;
  }
}

/** Of this file too: it holds the compiler's options. */
async function sourcesHash() {
  const hash = createHash('sha256');
  const files = (await readdir(`${root}assembly`)).filter((file) => /\.(ts|mjs)$/.test(file));
  for (const file of files.sort()) hash.update(await readFile(`${root}assembly/${file}`));
  return hash.digest('hex');
}

async function compile(own) {
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory'];
  const { error, stderr } = await asc.main(
    [...own, '--baseDir', root, '--outFile', 'kernels.wasm', ...options],
    {
      writeFile: (_, contents) => {
        binary = contents;
      },
    },
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
    if (id === dataSection)
      throw new Error('kernels.wasm must hold no data: use no strings or arrays');
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
  return `// Written by assembly/build.mjs from sources with the SHA-256
// ${sources}.
// biome-ignore format: one long line
export const ${name}: string = '${text}';
`;
}
