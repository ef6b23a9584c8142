import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Example, encodeGif, encodePng, encodeWav, type Modality } from '@xm/data';
import { writeMp4 } from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import type { Input } from './readInputs.ts';

export interface WriteOptions {
  /** How moving pictures are written. MP4 needs ffmpeg. */
  readonly video: 'gif' | 'mp4';
  readonly signal: AbortSignal;
}

/** What a modality is called in the manifest: {"image": "000000.png", "caption": "big red heart"}. */
const keys: Record<Modality, string> = {
  image: 'image',
  speech: 'speech',
  text: 'caption',
  video: 'video',
};

/** @throws ConfigError when the folder holds anything: nothing is ever overwritten. */
export async function prepareFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) {
    throw new ConfigError(`--out: ${path} must be empty. Choose another folder, or empty it.`);
  }
}

/**
 * Writes what inputs became, files of the same number for what goes together, and `manifest.jsonl`, which says what became
 * of which.
 *
 * @param outputs for each input its samples
 * @returns the names of the files, in order
 */
export function writeOutputs(
  folder: string,
  [from, to]: readonly [Modality, readonly Modality[]],
  inputs: readonly Input[],
  outputs: readonly (readonly Example[])[],
  options: WriteOptions,
): Promise<string[]> {
  const given = inputs.flatMap(({ name }, i) => outputs[i].map(() => ({ [keys[from]]: name })));
  return writeExamples(folder, to, outputs.flat(), options, given);
}

/**
 * Writes examples, a file for each of some modalities, all of an example by the same number, and `manifest.jsonl`, which
 * says what goes together.
 *
 * @param more what else the manifest says of each
 * @returns the names of the files, in order
 */
export async function writeExamples(
  folder: string,
  parts: readonly Modality[],
  examples: readonly Partial<Example>[],
  options: WriteOptions,
  more: readonly object[] = [],
): Promise<string[]> {
  const names: string[] = [];
  const lines: string[] = [];
  for (const [i, example] of examples.entries()) {
    const line = {};
    for (const part of parts) {
      options.signal.throwIfAborted();
      const { name, told } = await writePart(folder, i, part, example, options);
      names.push(name);
      Object.assign(line, told);
    }
    lines.push(JSON.stringify({ ...line, ...more[i] }));
  }
  await writeManifest(folder, lines);
  return names;
}

const writeManifest = (folder: string, lines: readonly string[]): Promise<void> =>
  writeFile(join(folder, 'manifest.jsonl'), lines.map((line) => `${line}\n`).join(''));

/** One modality of an example: the name of its file, and what the manifest says of it. */
async function writePart(
  folder: string,
  i: number,
  part: Modality,
  example: Partial<Example>,
  options: WriteOptions,
): Promise<{ readonly name: string; readonly told: Readonly<Record<string, string>> }> {
  const name = await writers[part](folder, `${i}`.padStart(6, '0'), example, options);
  return { name, told: { [keys[part]]: part === 'text' ? (example.text ?? '') : name } };
}

type Writer = (
  folder: string,
  number: string,
  example: Partial<Example>,
  options: WriteOptions,
) => Promise<string>;

const writers: Record<Modality, Writer> = {
  image: (folder, number, { image }) => write(folder, `${number}.png`, encodePng(image!)),
  text: (folder, number, { text = '' }) => write(folder, `${number}.txt`, `${text}\n`),
  speech: (folder, number, { speech }) => write(folder, `${number}.wav`, encodeWav(speech!)),
  video: async (folder, number, { video }, { video: form, signal }) => {
    if (form === 'gif') return write(folder, `${number}.gif`, encodeGif(video!));
    await writeMp4(join(folder, `${number}.mp4`), video!, { signal });
    return `${number}.mp4`;
  },
};

async function write(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}
