import type { Example } from '../example.ts';

/** All texts of an example: one, several or none. */
export const everyText = ({ text, texts }: Pick<Example, 'text' | 'texts'>): readonly string[] =>
  texts ?? (text === undefined ? [] : [text]);
