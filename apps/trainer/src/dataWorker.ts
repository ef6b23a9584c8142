// Run on a thread of its own: reads and changes the examples that training asks for.
import { serveData } from '@xm/data/node';
import { augmenter } from './data/augmenter.ts';
import { openData } from './data/openData.ts';
import type { DataWorkerMessage } from './data/workers.ts';

serveData(async (message) => {
  const { config, size, from } = message as DataWorkerMessage;
  const { train } = await openData(config, { size, from });
  return { source: train, transform: augmenter(config.augmentation) };
});
