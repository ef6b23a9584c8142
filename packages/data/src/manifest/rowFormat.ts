/** The cells of a row, or why they cannot be had. */
export type Row =
  | { readonly values: Readonly<Record<string, unknown>>; readonly problem?: undefined }
  | { readonly values?: undefined; readonly problem: string };

/** A way to write a table into a file, row after row. It looks at one row at a time. */
export interface RowFormat {
  /**
   * Finds the end of a row.
   *
   * @param start where it begins   @param last whether the file ends with these bytes
   * @returns where the next one begins, or −1 when these bytes do not hold the end of this one
   */
  rowEnd(bytes: Buffer, start: number, last: boolean): number;
  /** How many lines the row takes whose end was found last. */
  readonly lines: number;
  /**
   * Looks at the row whose end was found last, and takes in the names of its columns.
   *
   * @returns whether it is a row of data: not blank, and no line of names
   */
  glance(bytes: Buffer, start: number, end: number): boolean;
  /** One cell of the row glanced at last, and '' where there is none. */
  cell(column: string): string;
  /** The names of all columns seen so far. */
  readonly columns: readonly string[];
  /** The row that begins these bytes; blank lines may follow it. */
  parse(bytes: Buffer): Row;
}

export const mostColumns = 10_000;
