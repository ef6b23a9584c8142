/** The kinds of picture file that can be told by their first bytes. */
export type PictureFormat = 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'TIFF' | 'AVIF' | 'SVG';

/** What stands where in a file, one character a byte. */
const signatures: readonly [PictureFormat, number, string][] = [
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavi'],
];

/** SVG begins as XML may: with a byte order mark, space, a declaration, a comment. */
const svg = /^(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml|!--|!DOCTYPE svg)/i;

/** What a file really is, whatever its name says; undefined when it is none of these. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const found = signatures.find(([, at, text]) => start.startsWith(text, at));
  return found?.[0] ?? (svg.test(start) ? 'SVG' : undefined);
}
