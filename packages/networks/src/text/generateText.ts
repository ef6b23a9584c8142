import {
  ConfigError,
  fold,
  inference,
  type Network,
  type Params,
  type Rng,
  randomBits,
  reshape,
  slice,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { type SamplingOptions, sampleToken } from './sampleToken.ts';
import type { Memory } from './textDecoder.ts';
import type { Tokens } from './tokens.ts';

export interface GenerateOptions extends SamplingOptions {
  /** The most tokens of a text, begin and end among them. */
  readonly length: number;
  /** Ids of the tokens that frame a text: `specialIds` of @xm/data. */
  readonly begin: number;
  readonly end: number;
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a text for every row of the memory, token by token, each drawn as `sampleToken` says. All texts
 * are written at once, and always at full length, so that every step is the same computation.
 *
 * @returns for each row the ids between begin and end, at most length − 1 where no end came
 * @throws ConfigError when an option is out of its range.
 */
export async function generateText(
  decoder: Network<Tokens & Memory>,
  params: Params,
  memory: Memory,
  options: GenerateOptions,
): Promise<number[][]> {
  check(options);
  const { length, begin, end, rng, signal } = options;
  const [batch] = memory.memory.shape;
  const ids = new Int32Array(batch * length);
  const mask = new Float32Array(batch * length);
  const texts = Array.from({ length: batch }, (): number[] => []);
  const open = new Set(texts.keys());
  for (const row of open) {
    ids[row * length] = begin;
    mask[row * length] = 1;
  }
  for (let at = 0; at < length - 1 && open.size > 0; at++) {
    signal?.throwIfAborted();
    const logits = tidy(() => {
      const tokens = {
        ids: tensor(ids, [batch, length], 'int32'),
        mask: tensor(mask, [batch, length]),
      };
      const all = decoder.apply(params, { ...tokens, ...memory }, inference);
      return reshape(slice(all, [0, at, 0], [batch, 1, -1]), [batch, -1]);
    });
    const values = (await logits.data()) as Float32Array;
    const vocabulary = logits.shape[1] as number;
    logits.dispose();
    const bits = randomBits(fold(rng, at), batch);
    for (const row of open) {
      const own = values.subarray(row * vocabulary, (row + 1) * vocabulary);
      const id = sampleToken(own, options, bits[row] / 2 ** 32);
      if (id === end) {
        open.delete(row);
        continue;
      }
      texts[row].push(id);
      ids[row * length + at + 1] = id;
      mask[row * length + at + 1] = 1;
    }
  }
  return texts;
}

function check({ length, temperature, topK = 1, topP = 1 }: GenerateOptions): void {
  const demands: [string, string, number, boolean][] = [
    ['length', 'an integer of at least 2', length, Number.isInteger(length) && length >= 2],
    [
      'temperature',
      'finite and at least 0',
      temperature,
      temperature >= 0 && temperature < Infinity,
    ],
    ['topK', 'an integer of at least 1', topK, Number.isInteger(topK) && topK >= 1],
    ['topP', 'above 0 and at most 1', topP, topP > 0 && topP <= 1],
  ];
  for (const [name, rule, value, holds] of demands) {
    if (!holds) throw new ConfigError(`generateText: ${name} must be ${rule}, got ${value}.`);
  }
}
