import { join } from 'node:path';
import { DataError } from '../dataError.ts';
import { listFolder } from '../node/listFolder.ts';

export interface SpokenDigit {
  readonly digit: number;
  readonly speaker: string;
  readonly path: string;
}

const fileName = /^(\d)_(.+)_(\d+)\.wav$/;
/** Recordings of a digit by a speaker up to this index are for testing. */
const lastOfTest = 4;

/**
 * The recordings of both splits, from a folder of files `{digit}_{speaker}_{index}.wav`, in the order of
 * their names.
 *
 * @param heldOutSpeakers when there are any, only they are in the test split, with all they said
 * @throws DataError when the folder is missing or holds no such file, or a speaker is not in it.
 * @see the Free Spoken Digit Dataset, https://github.com/Jakobovski/free-spoken-digit-dataset
 */
export async function spokenDigits(
  folder: string,
  heldOutSpeakers: readonly string[],
): Promise<{ train: SpokenDigit[]; test: SpokenDigit[] }> {
  const found = (await listFolder(folder)).flatMap(({ name }) => {
    const parts = fileName.exec(name);
    if (parts === null) return [];
    const [, digit, speaker, index] = parts;
    const path = join(folder, name);
    return [{ digit: Number(digit), speaker, path, index: Number(index) }];
  });
  if (found.length === 0) {
    throw new DataError(
      `${folder}: there must be files named {digit}_{speaker}_{index}.wav, such as 7_jackson_12.wav.`,
    );
  }
  const speakers = new Set(found.map(({ speaker }) => speaker));
  const stranger = heldOutSpeakers.find((speaker) => !speakers.has(speaker));
  if (stranger !== undefined) {
    throw new DataError(
      `${folder}: no file is by '${stranger}'. heldOutSpeakers can be ${[...speakers].join(', ')}.`,
    );
  }
  const isTest = ({ speaker, index }: { speaker: string; index: number }): boolean =>
    heldOutSpeakers.length > 0 ? heldOutSpeakers.includes(speaker) : index <= lastOfTest;
  return {
    train: found.filter((one) => !isTest(one)),
    test: found.filter(isTest),
  };
}
