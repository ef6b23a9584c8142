import { DataError } from '../../dataError.ts';
import { withFewMarks } from '../../text/nfc.ts';
import { charsmap } from './charsmap.ts';
import { flagIn, listIn, mustBe, type Part, partOf, textIn, unsupported } from './part.ts';
import { patternIn } from './pattern.ts';

export type Normalize = (text: string) => string;

/** Rules that make a text longer, one after the other, must not fill the memory. NFKD makes it 18 times as long. */
const growthLimit = 20;
const longestReplacement = 100;

/**
 * What a tokenizer.json does to a text before anything else. Marks beyond 30 in a row are left out wherever
 * Unicode forms are asked for.
 *
 * @throws DataError for a normalizer that is not known here.
 */
export function normalizerFrom(value: unknown, at: string): Normalize {
  if (value === null || value === undefined) return (text) => text;
  const part = partOf(value, at);
  const type = textIn(part, 'type');
  switch (type) {
    case 'Sequence': {
      const steps = listIn(part, 'normalizers').map((step, i) =>
        normalizerFrom(step, `${at}.normalizers[${i}]`),
      );
      return (text) => steps.reduce((before, step) => bounded(step(before), text), text);
    }
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return (text) => withFewMarks(text).normalize(type);
    case 'Lowercase':
      return lowerCase;
    case 'StripAccents':
      return (text) => text.replace(/\p{M}/gu, '');
    case 'Strip': {
      const left = flagIn(part, 'strip_left') ? '^\\p{White_Space}+' : '(?!)';
      const right = flagIn(part, 'strip_right')
        ? '(?<!\\p{White_Space})\\p{White_Space}+$'
        : '(?!)';
      const ends = new RegExp(`${left}|${right}`, 'gu');
      return (text) => text.replace(ends, '');
    }
    case 'Prepend': {
      const prefix = replacementIn(part, 'prepend');
      return (text) => (text === '' ? '' : prefix + text);
    }
    case 'Replace': {
      const pattern = patternIn(part);
      const content = replacementIn(part, 'content');
      return (text) => text.replace(pattern, () => content);
    }
    case 'BertNormalizer': {
      const lower = flagIn(part, 'lowercase');
      const options = {
        clean: flagIn(part, 'clean_text'),
        spaced: flagIn(part, 'handle_chinese_chars'),
        bare: flagIn(part, 'strip_accents', lower),
        lower,
      };
      return (text) => bertNormal(text, options);
    }
    case 'Precompiled':
      return charsmap(textIn(part, 'precompiled_charsmap'), at);
    default:
      throw unsupported(at, `the normalizer '${type}'`);
  }
}

function bounded(normal: string, text: string): string {
  const most = growthLimit * (text.length + longestReplacement);
  if (normal.length <= most) return normal;
  throw new DataError(
    `encode: the tokenizer's normalizers may give at most ${most} characters for this text, they give ` +
      `${normal.length}. They may be damaged.`,
  );
}

function replacementIn(part: Part, name: string): string {
  const text = textIn(part, name);
  if (text.length <= longestReplacement) return text;
  throw mustBe(`${part.at}.${name}`, `at most ${longestReplacement} characters`, text);
}

/** Each character by itself: an upper-case sigma gives σ at the end of a word too. */
const lowerCase: Normalize = (text) => text.replace(/./gsu, (character) => character.toLowerCase());

const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

function bertNormal(
  text: string,
  { clean, spaced, bare, lower }: Record<'clean' | 'spaced' | 'bare' | 'lower', boolean>,
): string {
  let out = text;
  if (clean) {
    out = out
      .replace(/[\p{Cf}\p{Co}\ufffd]|(?![\t\n\r])\p{Cc}/gu, '')
      .replace(/\p{White_Space}/gu, ' ');
  }
  if (spaced) out = out.replace(chinese, ' $& ');
  if (bare)
    out = withFewMarks(out)
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '');
  return lower ? lowerCase(out) : out;
}
