import type { CutTexts } from '@xm/vae';

/** `3 of 8 texts have more than 4 tokens, the longest 9: what lies beyond is cut.` */
export const cutText = ({ count, longest, most }: CutTexts, texts: number): string =>
  `${count} of ${texts} text${texts === 1 ? '' : 's'} ha${count === 1 ? 's' : 've'} more than ${most} token${most === 1 ? '' : 's'}, ` +
  `the longest ${longest}: what lies beyond is cut.`;
