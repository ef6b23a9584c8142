import { pythonPeer } from './pythonPeer.mjs';

/** PyTorch that trains a step when asked to: { run(name) → milliseconds, end() }, or { reason }. */
export async function pytorch(threads) {
  const peer = await pythonPeer('pytorch_steps.py', threads);
  if (peer.reason) return peer;
  return { run: async (name) => Number(await peer.ask(name)), end: peer.end };
}
