import type { Dataset } from '../dataset.ts';
import { type DigitsOptions, paired, soundsAlone } from './digits.ts';
import { spokenDigits } from './spokenDigits.ts';
import { hasWritten, type WrittenDigit, writtenDigits } from './writtenDigits.ts';

/**
 * Written and spoken digits apart, to judge a search from one to the other: those of the test split, or all
 * there are where a folder has none of it. Examples have an image or speech, the digit's word as text, and
 * factors as those of `digits`.
 *
 * @throws DataError when a folder has no digits, or a file is damaged.
 */
export async function digitsToJudgeBy(
  folders: Required<Pick<DigitsOptions, 'written' | 'spoken'>>,
): Promise<{ written: Dataset; spoken: Dataset }> {
  const [pictures, sounds] = await Promise.all([
    writtenToJudgeBy(folders.written),
    spokenDigits(folders.spoken, []),
  ]);
  const { train, test } = sounds;
  return {
    written: paired(pictures, undefined, 'written'),
    spoken: soundsAlone(test.length > 0 ? test : train, 'spoken'),
  };
}

/** Where neither split is, the error names the files of the test split. */
const writtenToJudgeBy = (folder: string): Promise<WrittenDigit[]> =>
  writtenDigits(
    folder,
    !hasWritten(folder, 'test') && hasWritten(folder, 'train') ? 'train' : 'test',
  );
