import type { Config } from '../config/schema.ts';
import { openDigits } from './openDigits.ts';
import { openEmoji } from './openEmoji.ts';
import { openShapes } from './openShapes.ts';
import type { OpenOptions, RunData } from './runData.ts';

/** @throws DataError when it is not there or damaged. */
export async function openData(
  { data, seed }: Config,
  options: Omit<OpenOptions, 'seed'>,
): Promise<RunData> {
  const all = { ...options, seed };
  if (data.source === 'shapes') return openShapes(data, all);
  if (data.source === 'digits') return openDigits(data, all);
  return openEmoji(data, all);
}
