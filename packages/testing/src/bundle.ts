import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const builtins = ['fs', 'path', 'os', 'crypto', 'util', 'worker_threads', 'perf_hooks'];
const requireInModules =
  "import { createRequire as xmRequire } from 'node:module'; const require = xmRequire(import.meta.url);";

/**
 * A TypeScript program and all it imports, from sources, as one module: for what cannot run within jest,
 * browsers and native modules. Its package needs esbuild.
 *
 * @param file absolute path of the program
 * @returns the path of the module
 */
export function bundle(file: string, platform: 'browser' | 'node'): string {
  const out = join(mkdtempSync(join(tmpdir(), 'xm-bundle-')), 'bundle.mjs');
  // Within jest esbuild's interface meets foreign globals; its command does not.
  execFileSync(createRequire(file).resolve('esbuild/bin/esbuild'), [
    ...[file, `--outfile=${out}`, `--platform=${platform}`, '--log-level=error'],
    ...['--bundle', '--format=esm', '--conditions=@xm/source'],
    ...(platform === 'node'
      ? [`--banner:js=${requireInModules}`]
      : builtins.map((name) => `--external:${name}`)),
  ]);
  return out;
}
