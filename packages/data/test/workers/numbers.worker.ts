import { setTimeout } from 'node:timers/promises';
import { serveData } from '../../src/node.ts';
import { change, numbers } from './numbers.ts';

/** Slower or faster from example to example, so that workers overtake one another. */
serveData(async (message) => {
  const { length, fault } = message as { length: number; fault?: string };
  if (fault === 'at the start') throw new RangeError('no such data');
  const source = numbers(length);
  return {
    source: {
      length: fault === 'other length' ? length + 1 : length,
      async get(index) {
        if (fault === 'exit' && index === 3) process.exit(7);
        await setTimeout((index * 7) % 5);
        return source.get(index);
      },
    },
    transform: change,
  };
});
