import { listIn, mustBe, type Part, partOf, textIn, unsupported } from './part.ts';
import { checkedId } from './vocabularyIn.ts';

/** The ids that are put around those of a text. */
export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const none: Frame = { before: [], after: [] };

/**
 * What a tokenizer.json puts around one text. What it does to pairs of texts and to places in the text is
 * passed over.
 *
 * @throws DataError for a post-processor that is not known here.
 */
export function frameFrom(value: unknown, at: string): Frame {
  if (value === null || value === undefined) return none;
  const part = partOf(value, at);
  const type = textIn(part, 'type');
  switch (type) {
    case 'ByteLevel':
      return none;
    case 'BertProcessing':
    case 'RobertaProcessing':
      return { before: [endIdIn(part, 'cls')], after: [endIdIn(part, 'sep')] };
    case 'TemplateProcessing':
      return templateFrame(part);
    case 'Sequence':
      return listIn(part, 'processors').reduce<Frame>((inside, processor, i) => {
        const { before, after } = frameFrom(processor, `${at}.processors[${i}]`);
        return { before: [...before, ...inside.before], after: [...inside.after, ...after] };
      }, none);
    default:
      throw unsupported(at, `the post-processor '${type}'`);
  }
}

/** `"cls": ["[CLS]", 101]`. */
const endIdIn = (part: Part, name: string): number =>
  checkedId(listIn(part, name)[1], `${part.at}.${name}`);

function templateFrame(part: Part): Frame {
  const specials = partOf(part.fields.special_tokens, `${part.at}.special_tokens`);
  const before: number[] = [];
  const after: number[] = [];
  let texts = 0;
  for (const [i, item] of listIn(part, 'single').entries()) {
    const piece = partOf(item, `${part.at}.single[${i}]`);
    if ('Sequence' in piece.fields) {
      texts++;
      continue;
    }
    const name = textIn(partOf(piece.fields.SpecialToken, `${piece.at}.SpecialToken`), 'id');
    const special = partOf(
      Object.hasOwn(specials.fields, name) ? specials.fields[name] : undefined,
      `${specials.at}.${name}`,
    );
    const ids = listIn(special, 'ids').map((id) => checkedId(id, `${special.at}.ids`));
    (texts === 0 ? before : after).push(...ids);
  }
  if (texts === 1) return { before, after };
  throw mustBe(`${part.at}.single`, 'a template with one text in it', texts);
}
