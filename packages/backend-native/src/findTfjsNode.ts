import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** An installed tfjs-node, for the GPU or the processor. */
export interface TfjsNode {
  readonly name: (typeof names)[number];
  readonly version: string;
  /** Whether the compiled part is there: `npm install` fetches it, and cannot behind a firewall. */
  readonly hasBinding: boolean;
  load(): unknown;
}

/**
 * The tfjs-node that a program in `folder` would get: that for GPUs first, but one with its compiled part
 * before one without.
 *
 * @param folder where node_modules is looked for, upwards
 */
export function findTfjsNode(folder: string): TfjsNode | undefined {
  const require = createRequire(resolve(folder, 'package.json'));
  const installed = names.flatMap((name): TfjsNode[] => {
    let description: string;
    try {
      description = require.resolve(`${name}/package.json`);
    } catch {
      return [];
    }
    const { version } = require(description) as { version: string };
    const complete = hasBinding(join(dirname(description), 'lib'));
    return [{ name, version, hasBinding: complete, load: () => require(name) }];
  });
  return installed.find(({ hasBinding }) => hasBinding) ?? installed[0];
}

const names = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

const hasBinding = (lib: string): boolean =>
  existsSync(lib) &&
  readdirSync(lib).some((abi) => existsSync(join(lib, abi, 'tfjs_binding.node')));
