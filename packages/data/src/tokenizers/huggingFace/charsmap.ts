import { mustBe } from './part.ts';

/** A grapheme longer than this many bytes is looked at character by character. */
const longestGrapheme = 5;

/**
 * The normaliser that SentencePiece compiles into a table: a double array of what is replaced, then the
 * replacements, each ending in a zero byte.
 *
 * @param base64 the table: the size of the array in bytes (uint32), the array (uint32), the replacements
 * @see Aoe 1989, "An Efficient Digital Search Algorithm by Using a Double-Array Structure"; Darts-clone.
 */
export function charsmap(base64: string, at: string): (text: string) => string {
  const bytes = bytesFrom(base64, at);
  const view = new DataView(bytes.buffer);
  const size = bytes.length < 4 ? 0 : view.getUint32(0, true);
  if (size === 0 || size % 4 !== 0 || 4 + size > bytes.length) {
    throw mustBe(`${at}.precompiled_charsmap`, 'a whole table', `${bytes.length} bytes`);
  }
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
  const replacements = bytes.subarray(4 + size);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** What stands for the shortest beginning of `key` that the table has; undefined when there is none. */
  function replacementOf(key: Uint8Array): string | undefined {
    let place = offsetOf(units[0]);
    for (const byte of key) {
      place ^= byte;
      const unit = units[place];
      // Beyond the table, or no way on with this byte.
      if (byte === 0 || unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return undefined;
      place ^= offsetOf(unit);
      if ((unit >>> 8) & 1 && place < units.length) {
        const start = units[place] & 0x7fffffff;
        const end = replacements.indexOf(0, start);
        return decoder.decode(replacements.subarray(start, end < 0 ? undefined : end));
      }
    }
    return undefined;
  }

  const encoder = new TextEncoder();
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return (text) => {
    let out = '';
    for (const grapheme of graphemesOf(text, segmenter)) {
      const key = encoder.encode(grapheme);
      const whole = key.length <= longestGrapheme ? replacementOf(key) : undefined;
      out += whole ?? Array.from(grapheme, (c) => replacementOf(encoder.encode(c)) ?? c).join('');
    }
    return out;
  };
}

const windowLength = 256;

/** In windows, for the segmenter's time is quadratic in the length. A grapheme longer than one is cut. */
function* graphemesOf(text: string, segmenter: Intl.Segmenter): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; ) {
    const window = text.slice(at, at + windowLength);
    const graphemes = Array.from(segmenter.segment(window), ({ segment }) => segment);
    // The last one may go on behind the window.
    if (graphemes.length > 1 && at + windowLength < text.length) graphemes.pop();
    for (const grapheme of graphemes) {
      yield grapheme;
      at += grapheme.length;
    }
  }
}

const offsetOf = (unit: number): number => ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;

function bytesFrom(base64: string, at: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw mustBe(`${at}.precompiled_charsmap`, 'base64', base64);
  }
}
