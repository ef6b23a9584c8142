// Prints the rows of the conformance suite on Dawn, WebGPU in Node: a program of its own, since a native
// module needs the true globals, which jest replaces. The package `webgpu` is given by its path.
import { useBackend } from '@xm/tensor-ops';
import { runConformance } from '@xm/testing';
import { findGpu } from '../src/gpu.ts';
import { webgpu } from '../src/index.ts';

await findGpu(() => import(process.argv[2]));
const { detail } = await useBackend([webgpu()]);
const rows = await runConformance(webgpu());
process.stdout.write(JSON.stringify({ detail, rows }), () => process.exit(0));
