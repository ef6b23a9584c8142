import type { Judge } from '../judge/judge.ts';
import { count, percent } from '../report/format.ts';

/** How often a judge is right, in three lines of at most 80 columns. */
export function judgeText({ config, accuracy }: Pick<Judge, 'config' | 'accuracy'>): string {
  const { strict, attributes, chance, rotationError } = accuracy;
  const { size } = config.encoder;
  const factors = Object.entries(attributes).map(([name, value]) => `${name} ${percent(value)}`);
  return [
    `Judge of shapes:${config.level} at ${size} × ${size}, on ${count(accuracy.count)} pictures that it never learned from:`,
    `  all right ${percent(strict)} (chance ${percent(chance.strict)}); ${factors.join(', ')}`,
    `  rotation off by ${rotationError.toFixed(1)}° in the middle`,
  ].join('\n');
}
