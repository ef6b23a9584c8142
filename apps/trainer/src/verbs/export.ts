import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, decodeSafetensors, encodeSafetensors } from '@xm/tensor-ops';
import { readJson, readWhole, writeWhole } from '../run/files.ts';
import { openRun, unfinished } from '../run/runFolder.ts';
import { type AddVerb, answer } from './verb.ts';

/** The form of what is written. The demo reads no other. */
const format = 1;

export const addExport: AddVerb = (program, context) => {
  program
    .command('export')
    .description(
      'Write the model of a finished run, and what it can find, for use elsewhere: half as large, in floats of 16 bits.',
    )
    .requiredOption('--run <dir>', 'the folder of a finished run')
    .requiredOption('--out <dir>', 'a new or empty folder')
    .option('--json', 'print what was written as one JSON line')
    .action(async ({ run, out, json = false }: { run: string; out: string; json?: boolean }) => {
      const files = await exportRun(run, out);
      const lines = Object.entries(files).map(
        ([name, bytes]) => `${join(out, name)}  ${bytes} bytes`,
      );
      answer(context, json, { run, out, files }, lines.join('\n'));
    });
};

/**
 * @returns how many bytes each file has
 * @throws ConfigError when `out` holds anything; DataError when the run is not finished.
 */
export async function exportRun(path: string, out: string): Promise<Record<string, number>> {
  const {
    run,
    config: { method },
  } = await openRun(path);
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0) {
    throw new ConfigError(`--out: ${out} must be empty. Choose another folder, or empty it.`);
  }
  const missing = unfinished(run);
  const config = await readJson(run.modelConfig, missing);
  const half = async (file: string): Promise<Uint8Array> => {
    const { tensors, metadata } = decodeSafetensors(await readWhole(file, missing), file);
    return encodeSafetensors(tensors, metadata, { half: true });
  };
  const files: Record<string, Uint8Array> = {
    'model.json': new TextEncoder().encode(`${JSON.stringify({ format, config })}\n`),
    'model.safetensors': await half(run.modelParams),
    ...(method === 'embedding' ? { 'index.safetensors': await half(run.index) } : {}),
  };
  for (const [name, bytes] of Object.entries(files)) await writeWhole(join(out, name), bytes);
  return Object.fromEntries(Object.entries(files).map(([name, { length }]) => [name, length]));
}
