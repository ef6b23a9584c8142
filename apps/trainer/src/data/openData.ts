import { dropModality, modalities } from '@xm/data';
import type { Config } from '../config/schema.ts';
import { openDigits } from './openDigits.ts';
import { openEmoji } from './openEmoji.ts';
import { openShapes } from './openShapes.ts';
import type { OpenOptions, RunData } from './runData.ts';

/** @throws DataError when it is not there or damaged. */
export async function openData(
  config: Config,
  options: Omit<OpenOptions, 'seed'>,
): Promise<RunData> {
  const { seed } = config;
  const data = await openWhole(config, { ...options, seed });
  const fraction = missingIn(config);
  if (fraction === 0) return data;
  const of = modalities.filter((one) => one in config.model);
  return {
    ...data,
    train: dropModality(data.train, { fraction, of, seed }),
    description: `${data.description}, ${100 * fraction} % of those to learn from lacking a modality`,
  };
}

async function openWhole({ data }: Config, all: OpenOptions): Promise<RunData> {
  if (data.source === 'shapes') return openShapes(data, all);
  if (data.source === 'digits') return openDigits(data, all);
  return openEmoji(data, all);
}

/** The share of training examples that lack something. */
function missingIn({ method, training }: Config): number {
  if (method === 'embedding') return 0;
  const { missing = 0 } = 'variational' in training ? training.variational : training;
  return missing;
}
