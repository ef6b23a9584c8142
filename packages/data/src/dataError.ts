/** Data is damaged, missing or does not fit. The message says where, what was wrong and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
