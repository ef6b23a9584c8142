const words: Record<string, string> = { image: 'picture', text: 'words' };

/** 'imageToText' → `picture → words`, as people call it. */
export const directionTitle = (name: string): string =>
  name
    .split('To')
    .map((side) => side.toLowerCase())
    .map((side) => words[side] ?? side)
    .join(' → ');
