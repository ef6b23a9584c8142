// PyTorch as a peer: a process of its own that trains a step when asked to.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('pytorch_steps.py', import.meta.url));

/** @returns { run(name) → milliseconds, end() }; or { reason } where PyTorch cannot be had */
export async function pytorch(threads) {
  const python = process.env.PYTHON ?? 'python3';
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
    return { reason: `${last || `no ${python} here`}. Install it with: pip install torch==2.13.0` };
  }
  return {
    run: async (name) => {
      child.stdin.write(`${name}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`PyTorch ended: ${complaint.trim()}`);
      return Number(answer);
    },
    end: () => child.stdin.end(),
  };
}
