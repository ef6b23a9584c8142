import type { Layout } from './layout.ts';

/** What a caption says of each factor; '' where it says nothing of it, or two things at once. */
export function factorsSaid(caption: string, heads: Layout['heads']): Record<string, string> {
  const words = ` ${caption} `;
  return Object.fromEntries(
    heads.map(({ name, words: known }) => {
      const found = known.filter((word) => words.includes(` ${word} `));
      return [name, found.length === 1 ? found[0] : ''];
    }),
  );
}
