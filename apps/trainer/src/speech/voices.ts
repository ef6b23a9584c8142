import type { Voice } from '@xm/data';
import type { Settings } from './synthesizer.ts';

/**
 * Variants of espeak-ng's voices that sound like people, women and men in turn. Every fifth is heard in
 * tests only: see `Voice` in @xm/data.
 */
export const variants: readonly string[] = [
  ...['f1', 'm1', 'f2', 'm2', 'Alicia', 'm3', 'f3', 'm4', 'f4', 'm5'],
  ...['f5', 'm6', 'Andrea', 'm7', 'Annie', 'm8', 'aunty', 'Denis', 'belinda', 'Diogo'],
  ...['grandma', 'Gene', 'linda', 'Henrique', 'shelby', 'Hugo', 'steph', 'Jacky', 'steph2', 'Lee'],
  ...[
    'steph3',
    'Marco',
    'anika',
    'Mario',
    'adam',
    'Michael',
    'antonio',
    'Mike',
    'benjamin',
    'Reed',
  ],
  ...['boris', 'caleb', 'david', 'edward', 'gustave', 'grandpa', 'ian', 'john', 'paul', 'victor'],
];

/** A drawn voice as espeak-ng takes it. */
export const settingsOf = ({ language, speaker, speed, pitch }: Voice): Settings => ({
  voice: `${language}+${variants[speaker % variants.length]}`,
  rate: Math.round(175 * speed),
  pitch: Math.round(50 + 50 * Math.log2(pitch)),
});
