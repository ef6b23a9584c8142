import { broadcastTo, expandDims, reshape, type Tensor } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';

/** Each row so many times, one after the other: [rows, …] → [rows·times, …]. */
export const repeated = (x: Tensor, times: number): Tensor => {
  if (times === 1) return x;
  const [rows, ...rest] = x.shape;
  const length = x.size / rows;
  const flat = expandDims(reshape(x, [rows, length]), 1);
  return reshape(broadcastTo(flat, [rows, times, length]), [rows * times, ...rest]);
};

/** Each example of a modality so many times, one after the other. */
export function repeatedInput(input: ChannelInput, times: number): ChannelInput {
  if ('ids' in input) {
    return { ids: repeated(input.ids, times), mask: repeated(input.mask, times) };
  }
  if ('frames' in input) {
    return { frames: repeated(input.frames, times), mask: repeated(input.mask, times) };
  }
  return repeated(input, times);
}
