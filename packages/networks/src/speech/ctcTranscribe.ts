import { argMax, tidy } from '@xm/tensor-ops';
import type { FrameLogits } from './ctcHead.ts';

/**
 * Reads the most probable token of every frame, merges repeats and drops blanks.
 *
 * @returns for each row its ids, without blanks (0)
 * @see Graves et al. 2006, best path decoding
 */
export async function ctcTranscribe({ logits, mask }: FrameLogits): Promise<number[][]> {
  const [batch, frames] = mask.shape as [number, number];
  const best = tidy(() => argMax(logits, 2));
  const [ids, isThere] = await Promise.all([best.data(), mask.data()]);
  best.dispose();
  return Array.from({ length: batch }, (_, row) => {
    const said = Array.from(ids.subarray(row * frames, (row + 1) * frames));
    const heard = said.filter((_, t) => isThere[row * frames + t] > 0);
    return heard.filter((id, t) => id !== 0 && id !== heard[t - 1]);
  });
}
