import { stat } from 'node:fs/promises';
import type { SchemaElement } from 'hyparquet';
import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { type PartFile, partFile } from '../node/partFile.ts';
import { type BadExamples, encodedExamples, type WriteOptions } from '../shards/encodedExamples.ts';
import type { EncodedExample } from '../shards/encodeExample.ts';

export interface WrittenParquet {
  readonly examples: number;
  readonly bad: BadExamples;
}

const utf8 = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const schema: SchemaElement[] = [
  { name: 'root', num_children: 8 },
  { name: 'id', repetition_type: 'REQUIRED', ...utf8 },
  { name: 'image', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY' },
  { name: 'speech', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY' },
  { name: 'video', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'REQUIRED', type: 'BYTE_ARRAY' },
  { name: 'frameRate', repetition_type: 'OPTIONAL', type: 'DOUBLE' },
  { name: 'text', repetition_type: 'OPTIONAL', ...utf8 },
  { name: 'texts', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'REQUIRED', ...utf8 },
  { name: 'factors', repetition_type: 'OPTIONAL', ...utf8 },
];
/** Small row groups let examples be had in other orders, too. */
const [rowsPerGroup, bytesPerGroup] = [1000, 2 ** 22];

/**
 * Writes a dataset as a Parquet file that `parquet` reads back as equal examples: columns `id`, `image` (PNG),
 * `speech` (WAV), `video` (a list of PNG) with `frameRate`, `text`, `texts` and `factors` (JSON). The same dataset gives
 * the same bytes. The file appears when it is whole.
 *
 * @throws DataError when the file is there already or cannot be written, at the first bad example unless
 *   `onBad` is 'skip', or when there is no good one.
 */
export async function writeParquet(
  source: Dataset,
  path: string,
  options: WriteOptions = {},
): Promise<WrittenParquet> {
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined) throw new DataError(`${path}: it is there already. Name another file.`);
  const left: { index: number; reason: string }[] = [];
  const file = await partFile(path);
  let examples = 0;
  try {
    const writer = await groupWriter(file);
    let rows: [string, EncodedExample][] = [];
    let bytes = 0;
    for await (const { id, encoded } of encodedExamples(source, options, left)) {
      rows.push([id, encoded]);
      bytes += sizeOf(encoded);
      examples++;
      if (rows.length < rowsPerGroup && bytes < bytesPerGroup) continue;
      await writer.write(rows);
      [rows, bytes] = [[], 0];
    }
    if (rows.length > 0) await writer.write(rows);
    if (examples === 0)
      throw new DataError(`${path}: there must be an example to write, there is none.`);
    await writer.finish();
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return { examples, bad: { count: left.length, items: left } };
}

type Cells = EncodedExample & { readonly id: string };

interface GroupWriter {
  write(rows: readonly (readonly [string, EncodedExample])[]): Promise<void>;
  finish(): Promise<void>;
}

async function groupWriter(file: PartFile): Promise<GroupWriter> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const buffer = new ByteWriter();
  const flush = async (): Promise<void> => {
    await file.write(new Uint8Array(buffer.buffer, 0, buffer.index));
    buffer.index = 0;
  };
  const writer = new ParquetWriter({
    writer: Object.assign(buffer, { flush, finish: flush }),
    schema,
    createdBy: 'xm',
  });
  return {
    async write(rows) {
      const column = (name: string, cell: (row: Cells) => unknown) => ({
        name,
        data: rows.map(([id, encoded]) => cell({ id, ...encoded })),
      });
      // Media are packed already.
      const asTheyAre = { codec: 'UNCOMPRESSED', encoding: 'PLAIN', statistics: false } as const;
      await writer.write({
        rowGroupSize: rows.length,
        columnData: [
          column('id', ({ id }) => id),
          { ...column('image', ({ image }) => image), ...asTheyAre },
          { ...column('speech', ({ speech }) => speech), ...asTheyAre },
          { ...column('video', ({ video }) => video?.frames), ...asTheyAre },
          column('frameRate', ({ video }) => video?.frameRate),
          column('text', ({ text }) => text),
          column('texts', ({ texts }) => texts),
          column('factors', ({ factors }) => factors),
        ],
      });
    },
    finish: async () => writer.finish(),
  };
}

function sizeOf({ image, speech, video, text, texts, factors }: EncodedExample): number {
  const parts = [image, speech, text, factors, ...(texts ?? []), ...(video?.frames ?? [])];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}
