import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

const bin = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.xm-installed');

/** turbo looks for pnpm on the PATH, and a fresh machine has it in node_modules only. */
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

/**
 * Runs a program in the repository and waits for it. Ctrl-C reaches it from the terminal; we stay
 * until it has saved what it must, and take over its exit code.
 *
 * @param options.quiet keeps the output back, and shows it only when the program fails
 * @returns {Promise<{ code: number, output: string }>} 128 + signal when it was killed
 */
export function run(command, args, { cwd = root, quiet = false, nodeOptions = '' } = {}) {
  return new Promise((resolve, reject) => {
    const waitOn = () => {};
    process.on('SIGINT', waitOn);
    const child = spawn(command, args, {
      cwd,
      env: nodeOptions ? { ...env, NODE_OPTIONS: nodeOptions } : env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', waitOn);
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output });
    });
  });
}

/** Says what is happening in one line; everything else only when it fails, and then ends the process. */
export async function must(what, command, args) {
  process.stdout.write(`${what} … `);
  const begin = Date.now();
  const { code, output } = await run(command, args, { quiet: true });
  if (code === 130) process.exit(130);
  if (code !== 0) {
    console.log(`failed.\n\n${output}\n${what} failed: ${[command, ...args].join(' ')}`);
    process.exit(code);
  }
  console.log(`${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

/** Brings the machine to where the repository can be built: Node is new enough, packages are installed. */
export async function install() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.error(`XM needs Node 20 or newer, this is ${process.versions.node}. See nodejs.org.`);
    process.exit(1);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile'];
  await must('Installing packages (once, a minute or two)', 'npx', args);
  writeFileSync(stamp, wanted);
}

/** Builds what `filter` names (all packages, when nothing is named). What did not change is not built again. */
export const build = (...filter) =>
  must('Building', join(bin, 'turbo'), [
    'run',
    'build',
    '--output-logs=errors-only',
    ...filter.map((name) => `--filter=${name}`),
  ]);
