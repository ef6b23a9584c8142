// Prints the rows of the conformance suite on the native backend: a program of its own, since a native
// module needs the true globals, which jest replaces.
import { useBackend } from '@xm/tensor-ops';
import { runConformance } from '@xm/testing';
import { native } from '../src/index.ts';

// As on Node 23 and later.
const util = process.getBuiltinModule('node:util') as unknown as Record<string, unknown>;
delete util['isNullOrUndefined'];
const { detail } = await useBackend([native()]);
const rows = await runConformance(native());
process.stdout.write(JSON.stringify({ detail, rows }));
