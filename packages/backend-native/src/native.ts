import { execFileSync } from 'node:child_process';
import { setBackend } from '@tensorflow/tfjs-core';
import { type Availability, type Backend, BackendError, registerGradients } from '@xm/tensor-ops';
import { findTfjsNode } from './findTfjsNode.ts';
import { restoreOldUtil } from './oldUtil.ts';

export interface NativeOptions {
  /**
   * The folder whose node_modules has @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node. Default: the
   * variable XM_TFJS_NODE, else the working directory.
   */
  readonly path?: string;
}

/** TensorFlow's C library through tfjs-node-gpu, or on the processor through tfjs-node. Node alone. */
export const native = (options: NativeOptions = {}): Backend => ({
  name: 'native',
  probe: async () => probe(folderOf(options)),
  start: async () => {
    const found = findTfjsNode(folderOf(options));
    if (!found) throw new BackendError(`native: ${missing}. Run: ${install}`);
    restoreOldUtil();
    // Its library tells of each instruction it could use, line by line.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    try {
      found.load();
    } catch (error) {
      throw new BackendError(
        `native: ${found.name} ${found.version} does not load: ${reasonOf(error)}`,
      );
    }
    // Core's own gradients came along, in the place of the repaired ones.
    await registerGradients();
    if (!(await setBackend('tensorflow'))) {
      throw new BackendError(`native: ${found.name} ${found.version} did not start.`);
    }
  },
});

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n')[0] : String(error);

const folderOf = ({ path }: NativeOptions): string =>
  path ?? process.env['XM_TFJS_NODE'] ?? process.cwd();

const missing = 'tfjs-node is not installed';
const install = 'npm install @tensorflow/tfjs-node (-gpu with CUDA)';

function probe(folder: string): Availability {
  const found = findTfjsNode(folder);
  if (!found) return { ok: false, reason: missing, remedy: install };
  const { name, version, hasBinding } = found;
  if (!hasBinding) {
    const reason = `${name} ${version} is there, but its compiled part is not`;
    return { ok: false, reason, remedy: `npm rebuild ${name} --build-addon-from-source` };
  }
  const where = name.endsWith('gpu')
    ? (gpuName() ?? 'no GPU found: the processor')
    : 'the processor';
  return { ok: true, detail: `${name} ${version} on ${where}` };
}

/** As NVIDIA's driver calls it. */
function gpuName(): string | undefined {
  try {
    const query = ['--query-gpu=name', '--format=csv,noheader'];
    const names = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: 'pipe' });
    return names.split('\n')[0].trim() || undefined;
  } catch {
    return undefined;
  }
}
