import { emoji } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import type { OpenOptions, RunData } from './runData.ts';

/** What the emoji sets have; models see less. */
const displaySize = 64;

const names = { google: 'Google', openmoji: 'OpenMoji', twitter: 'Twitter' } as const;

const credits = {
  google: 'Google: Noto Emoji, from emoji-datasource-google, Apache-2.0.',
  openmoji: 'OpenMoji: the open-source emoji and icon project, CC BY-SA 4.0.',
  twitter: 'Twitter: Twemoji, from emoji-datasource-twitter, CC BY 4.0.',
} as const;

/** Emoji by some artists to learn from, by another to be judged by. */
export async function openEmoji(
  config: Extract<Config['data'], { source: 'emoji' }>,
  { size, from, signal }: OpenOptions,
): Promise<RunData> {
  const { trainArtists, heldOutArtist } = config;
  const read = (side: number) =>
    emoji({ trainArtists, heldOutArtist, size: side, from, ...(signal ? { signal } : {}) });
  const { train, heldOut } = await read(size);
  return {
    train,
    heldOut,
    displayed: async () => (await read(displaySize)).heldOut,
    modalities: ['image', 'text'],
    description: `emoji: ${train.length} pictures by ${trainArtists.join(' and ')} to learn from, ${heldOut.length} by ${heldOutArtist}, never seen, to be judged by`,
    facts: {
      trainedOn: trainArtists.map((artist) => names[artist]),
      heldOut: names[heldOutArtist],
      credits: [credits[heldOutArtist]],
    },
    heldOutName: 'heldOutArtist',
  };
}
