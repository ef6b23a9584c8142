import type { FileMetaData, SchemaTree } from 'hyparquet';

/**
 * Sees that each row group has each column of the schema once and in order, in bytes that the file has. What is
 * not so would make hyparquet read nonsense, or leave a failure that nobody catches.
 *
 * @param size bytes of the file
 * @throws Error that says what is wrong
 */
export function checkRowGroups(
  { row_groups }: FileMetaData,
  schema: SchemaTree,
  size: number,
): void {
  const paths = leavesOf(schema).map((path) => path.join('.'));
  for (const [i, { columns, num_rows }] of row_groups.entries()) {
    const refuse = (what: string): Error => new Error(`row group ${i} ${what}`);
    const rows = Number(num_rows);
    if (!Number.isSafeInteger(rows) || rows < 0) throw refuse(`of ${num_rows} rows`);
    const found = columns.map(({ meta_data }) => meta_data?.path_in_schema?.join('.'));
    if (found.length !== paths.length || found.some((path, j) => path !== paths[j])) {
      throw refuse('has other columns than the file');
    }
    for (const { meta_data: meta, file_path } of columns) {
      const start = Number(meta?.dictionary_page_offset ?? meta?.data_page_offset);
      const end = start + Number(meta?.total_compressed_size);
      if (file_path || !(start >= 0 && Number(meta?.total_compressed_size) >= 0 && end <= size)) {
        throw refuse(`has a column at bytes ${start} to ${end}, the file has ${size}`);
      }
    }
  }
}

const leavesOf = (node: SchemaTree): string[][] =>
  node.children.length === 0 ? [node.path] : node.children.flatMap(leavesOf);
