import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program of this folder and all it imports, from sources, as one module. Returns its path. */
export function bundle(file: string, platform: 'browser' | 'node'): string {
  const out = join(mkdtempSync(join(tmpdir(), 'xm-bundle-')), 'bundle.mjs');
  const builtins = ['fs', 'path', 'os', 'crypto', 'util', 'worker_threads', 'perf_hooks'];
  // Within jest esbuild's interface meets foreign globals; its command does not.
  execFileSync(
    join(__dirname, '../node_modules/.bin/esbuild'),
    [
      join(__dirname, file),
      '--bundle',
      '--format=esm',
      `--platform=${platform}`,
      `--outfile=${out}`,
      '--conditions=@xm/source',
      '--log-level=error',
      ...(platform === 'node' ? [] : builtins.map((name) => `--external:${name}`)),
      "--banner:js=import { createRequire as xmRequire } from 'node:module'; const require = xmRequire(import.meta.url);",
    ].filter((option) => platform === 'node' || !option.startsWith('--banner')),
  );
  return out;
}
