// A Python program of this folder in a process of its own, which answers each line with a line.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * @param install what pip must have installed
 * @returns { ask(line) → line, end() }; or { reason } where it cannot be had
 */
export async function pythonPeer(file, threads, install = 'torch==2.13.0') {
  const python = process.env.PYTHON ?? 'python3';
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(python, [program, String(threads)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  const failed = new Promise((resolve) => child.once('error', () => resolve(undefined)));
  if ((await Promise.race([next(), failed])) !== 'ready') {
    const last = complaint.trim().split('\n').at(-1);
    return { reason: `${last || `no ${python} here`}. Install it with: pip install ${install}` };
  }
  return {
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`${file} ended: ${complaint.trim()}`);
      return answer;
    },
    end: () => child.stdin.end(),
  };
}
