import { columns } from './columns.ts';

/** A command to type, under its title; where 80 columns have no room for it, what it is told to read stands on a second line. */
export function useLine(command: string): string {
  const line = `Use      ${command}`;
  return columns(line) <= 80 ? line : line.replace(' --input', ` \\\n${' '.repeat(11)}--input`);
}
