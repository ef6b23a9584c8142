import { begin, columns } from './columns.ts';

/**
 * Text in lines of at most `width` columns, broken at spaces; a word that is wider than a line is broken
 * within.
 *
 * @param lead stands before the text, and as many spaces before each later line
 */
export function wrap(text: string, width = 79, lead = ''): string {
  const room = width - columns(lead);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columns(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (columns(line) > room) {
      const part = begin(line, room);
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  const indent = `\n${' '.repeat(columns(lead))}`;
  return lead + [...lines, line].join(indent);
}
