import { DataError } from '../../dataError.ts';
import { nfc } from '../../text/nfc.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { bpeTokenizer, byteTokens, firstMerged, longestToken } from './bpeTokenizer.ts';
import { idLimit } from './mergePairs.ts';
import { type Pair, pairTable } from './pairTable.ts';
import { piecesOf } from './piecesOf.ts';

export interface BpeOptions {
  /** How many ids at most: 4 special ones, 256 bytes, and merged tokens. */
  readonly size: number;
  /** Rarer pairs are not merged. 2 unless told otherwise. */
  readonly minCount?: number;
  readonly signal?: AbortSignal;
}

/**
 * A byte-pair tokenizer for some texts. Again and again the most frequent pair of neighbours becomes a new
 * token; of equally frequent ones that with the smaller left id, then the smaller right id. Fewer tokens
 * than `size` come out when the texts have no more pairs.
 *
 * Pairs are counted once and the counts then mended where a merge changes them, so that 10 MB take seconds.
 *
 * @throws DataError when `size` is below 260, or `minCount` below 1. @throws the signal's reason.
 * @see Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units". Golden values:
 * the `tokenizers` of Hugging Face.
 */
export async function fitBpe(
  texts: Iterable<string> | AsyncIterable<string>,
  options: BpeOptions,
): Promise<Tokenizer> {
  const { size, minCount = 2, signal } = options;
  if (!Number.isInteger(size) || size < firstMerged || size > idLimit) {
    throw new DataError(
      `fitBpe: size must be an integer from ${firstMerged}, the special ids and all bytes, got ${size}.`,
    );
  }
  if (!Number.isInteger(minCount) || minCount < 1) {
    throw new DataError(`fitBpe: minCount must be an integer from 1, got ${minCount}.`);
  }
  const pieces = new Map<string, number>();
  let read = 0;
  for await (const text of texts) {
    for (const piece of piecesOf(nfc(text))) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
    read++;
    if (read % 1024 === 0) await pause(signal);
  }
  await pause(signal);

  const tokens = byteTokens();
  const known = new Set(tokens);
  const merges: Pair[] = [];
  const table = pairTable(pieces, {
    minCount,
    fits: (left, right) => tokens[left].length + tokens[right].length <= longestToken,
  });
  while (tokens.length < size) {
    const pair = table.takeMostFrequent();
    if (pair === undefined) break;
    const token = tokens[pair[0]] + tokens[pair[1]];
    // A second way to the same bytes is left out: it would only waste an id.
    if (known.has(token)) continue;
    known.add(token);
    merges.push(pair);
    table.merge(pair, tokens.push(token) - 1);
    if (merges.length % 256 === 0) await pause(signal);
  }
  return bpeTokenizer(merges);
}

/** Lets other work go on, and stops when told to. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve);
  });
  signal?.throwIfAborted();
}
