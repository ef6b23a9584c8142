/** The value of a cell as text: '' for none, undefined for a list or an object. */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? undefined : String(value);
}
