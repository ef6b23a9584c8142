const words: Record<string, string> = { image: 'picture', text: 'words' };

/** What people call a modality. */
export const sideTitle = (side: string): string => words[side.toLowerCase()] ?? side.toLowerCase();

/** 'imageToText' → `picture → words`, as people call it. */
export const directionTitle = (name: string): string => name.split('To').map(sideTitle).join(' → ');
