import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** An installed tfjs-node, for the GPU or the processor. */
export interface TfjsNode {
  readonly name: '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';
  readonly version: string;
  /** Whether the compiled part is there: `npm install` fetches it, and cannot behind a firewall. */
  readonly hasBinding: boolean;
  load(): unknown;
}

/**
 * The tfjs-node that a program in `folder` would get, that for GPUs first.
 *
 * @param folder where node_modules is looked for, upwards
 */
export function findTfjsNode(folder: string): TfjsNode | undefined {
  const require = createRequire(resolve(folder, 'package.json'));
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const) {
    let description: string;
    try {
      description = require.resolve(`${name}/package.json`);
    } catch {
      continue;
    }
    const { version } = require(description) as { version: string };
    return {
      name,
      version,
      hasBinding: hasBinding(join(dirname(description), 'lib')),
      load: () => require(name),
    };
  }
  return undefined;
}

const hasBinding = (lib: string): boolean =>
  existsSync(lib) &&
  readdirSync(lib).some((abi) => existsSync(join(lib, abi, 'tfjs_binding.node')));
