import type { Inspection } from '@xm/data';
import { count, list, times } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import { page } from '../report/page.ts';
import { badTable } from './badTable.ts';
import { doubtful } from './doubtful.ts';
import { duplicates } from './duplicates.ts';
import { figures } from './figures.ts';
import { sampled } from './sampled.ts';
import { samples } from './samples.ts';
import { reader, type SheetInput } from './sheetInput.ts';
import { sheetStyle } from './sheetStyle.ts';

const seed = 1;
const mostSamples = 48;

/**
 * Data to be looked at and listened to, as one HTML page that stands alone: no request, no script. The same
 * data gives the same page.
 *
 * Reads the examples that it shows once more. Every part has room for so much that the page stays below
 * some 5 MB.
 *
 * @throws DataError when an example that could be read before can no longer be; the signal's reason.
 */
export async function contactSheet(input: SheetInput): Promise<string> {
  const { sources, datasets, found } = input;
  const read = reader(input);
  const sections = [
    await samples(sampled(datasets, found, mostSamples, seed), seed, read),
    figures(found),
    badTable(sources, found),
    await doubtful(found, read),
    await duplicates(found, read),
  ];
  return page({
    kind: 'XM contact sheet',
    title: sources.join(' and '),
    summary: summary(found),
    sections: sections.filter((section) => section !== undefined),
    footer: [],
    ownStyle: sheetStyle,
  });
}

const nouns = { image: 'picture', speech: 'sound', video: 'video' } as const;

function summary({ examples, bad, splits, duplicates }: Inspection): Html {
  const many = Object.keys(splits).length;
  const inSplits = many > 1 ? ` in ${count(many)} splits` : '';
  const across = (['image', 'speech', 'video'] as const).flatMap((modality) => {
    const found = duplicates[modality]?.acrossSplits ?? 0;
    return found > 0 ? [times(found, nouns[modality])] : [];
  });
  const leak =
    across.length > 0 ? html` In more than one split: <strong>${list(across)}</strong>.` : html``;
  return html`<p class="summary">${times(examples, 'good example')}${inSplits}, ${
    bad.count === 0 ? 'none' : count(bad.count)
  } bad.${leak}</p>`;
}
