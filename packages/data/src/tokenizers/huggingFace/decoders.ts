import { characterBytes } from '../bpe/byteAlphabet.ts';
import { countIn, flagIn, listIn, mustBe, partOf, textIn, unsupported } from './part.ts';
import { patternIn } from './pattern.ts';
import { metaspaceIn } from './preTokenizers.ts';

/** From tokens to texts that, joined, are the text. */
export type Decode = (tokens: readonly string[]) => readonly string[];

/**
 * How a tokenizer.json makes a text of tokens again; with spaces between them when it does not say.
 *
 * @throws DataError for a decoder that is not known here.
 */
export function decoderFrom(value: unknown, at: string): Decode {
  if (value === null || value === undefined) return (tokens) => [tokens.join(' ')];
  const part = partOf(value, at);
  const type = textIn(part, 'type');
  switch (type) {
    case 'Sequence': {
      const steps = listIn(part, 'decoders').map((step, i) =>
        decoderFrom(step, `${at}.decoders[${i}]`),
      );
      return (tokens) => steps.reduce((before, step) => step(before), tokens);
    }
    case 'ByteLevel':
      return (tokens) => [textOfBytes(tokens.flatMap(bytesOf))];
    case 'ByteFallback':
      return bytesJoined;
    case 'Fuse':
      return (tokens) => [tokens.join('')];
    case 'Replace': {
      const pattern = patternIn(part);
      const content = textIn(part, 'content');
      return (tokens) => tokens.map((token) => token.replace(pattern, () => content));
    }
    case 'Strip': {
      const content = textIn(part, 'content');
      if (Array.from(content).length !== 1) throw mustBe(`${at}.content`, 'one character', content);
      const [left, right] = [countIn(part, 'start'), countIn(part, 'stop')];
      return (tokens) => tokens.map((token) => stripped(Array.from(token), content, left, right));
    }
    case 'WordPiece': {
      const prefix = textIn(part, 'prefix', '##');
      const clean = flagIn(part, 'cleanup', true) ? tidied : (text: string) => text;
      return (tokens) =>
        tokens.map((token, i) => {
          if (i === 0) return clean(token);
          return clean(token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`);
        });
    }
    case 'BPEDecoder': {
      const suffix = textIn(part, 'suffix', '</w>');
      return (tokens) =>
        tokens.map((token, i) => token.replaceAll(suffix, i < tokens.length - 1 ? ' ' : ''));
    }
    case 'Metaspace': {
      const { sign, scheme } = metaspaceIn(part);
      return (tokens) =>
        tokens.map((token, i) => token.replaceAll(sign, i === 0 && scheme !== 'never' ? '' : ' '));
    }
    default:
      throw unsupported(at, `the decoder '${type}'`);
  }
}

const textOfBytes = (bytes: readonly number[]): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));

/** A token in GPT-2's alphabet; any other token as it stands. */
function bytesOf(token: string): number[] {
  const bytes = Array.from(token, (character) => characterBytes.get(character));
  return bytes.every((byte) => byte !== undefined)
    ? bytes
    : Array.from(new TextEncoder().encode(token));
}

/** Runs of `<0x41>` as the text they are; U+FFFD for each when they are none. */
function bytesJoined(tokens: readonly string[]): string[] {
  const out: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    const text = textOfBytes(bytes);
    if (text.includes('\ufffd')) out.push(...bytes.map(() => '\ufffd'));
    else if (bytes.length > 0) out.push(text);
    bytes = [];
  };
  for (const token of tokens) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token);
    if (byte !== null) {
      bytes.push(Number.parseInt(byte[1], 16));
      continue;
    }
    flush();
    out.push(token);
  }
  flush();
  return out;
}

/** Without at most so many of a character on the left and on the right. */
function stripped(characters: string[], content: string, left: number, right: number): string {
  let start = 0;
  let end = characters.length;
  while (start < left && start < end && characters[start] === content) start++;
  while (characters.length - end < right && end > start && characters[end - 1] === content) end--;
  return characters.slice(start, end).join('');
}

/** Spaces that English does not have, taken out as BERT does it. */
const tidied = (text: string): string =>
  text
    .replace(/ ([.?!,])/g, '$1')
    .replaceAll(" ' ", "'")
    .replaceAll(" n't", "n't")
    .replaceAll(" 'm", "'m")
    .replaceAll(' do not', " don't")
    .replaceAll(" 's", "'s")
    .replaceAll(" 've", "'ve")
    .replaceAll(" 're", "'re");
