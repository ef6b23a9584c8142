import type { Inspection, Modality, Spread } from '@xm/data';
import { count, spreadText, times } from '../report/format.ts';
import { badLines } from './badLines.ts';
import { columns, fitted, harmless } from './columns.ts';
import { splitTable } from './splitTable.ts';

const width = 80;
/** Columns before the figures. */
const labels = 17;
/** Factors that a screen shows; `--json` has all. */
const factorsShown = 8;

/** What was found in one source or several, for people, in 80 columns. */
export function inspectionText(sources: readonly string[], found: Inspection): string {
  const { duplicates, doubtful } = found;
  const manySizes = Object.keys(found.pictureSizes).length > 4;
  const figures = [
    ...line('modalities', counts(found.modalities)),
    ...line('missing', counts(found.missing)),
    ...line('pictures', counts(found.pictureSizes)),
    ...line('widths', manySizes ? spread(found.pictureWidths) : ''),
    ...line('heights', manySizes ? spread(found.pictureHeights) : ''),
    ...line('seconds', spread(found.durations)),
    ...line('sample rates', counts(found.sampleRates)),
    ...line('video frames', spread(found.videoFrames)),
    ...line('video seconds', spread(found.videoDurations)),
    ...line('words', spread(found.textWords)),
    ...line('characters', spread(found.textCharacters)),
    ...line('texts of one', spread(found.textsOfOne)),
    ...line('texts', duplicates.text ? `${count(duplicates.text.different)} different` : ''),
    ...Object.entries(found.factors)
      .slice(0, factorsShown)
      .flatMap(([name, values]) => line(name, factor(values))),
    ...line('duplicates', byModality(duplicates, 'repeated', ['image', 'speech', 'video'])),
    ...line('in two splits', byModality(duplicates, 'acrossSplits')),
    ...line('one colour', some(doubtful.constantPictures.count, 'picture')),
    ...line('silent', some(doubtful.silentSounds.count, 'sound')),
    ...line('clipped', some(doubtful.clippedSounds.count, 'sound')),
  ];
  const blocks = [[title(sources, found)], splitTable(found), figures, badLines(sources, found)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function title(sources: readonly string[], { examples, bad }: Inspection): string {
  const figures = `: ${times(examples, 'example')}, ${count(bad.count)} bad`;
  return fitted(harmless(sources.join(' + ')), width - figures.length) + figures;
}

const line = (name: string, text: string): string[] => {
  if (text === '') return [];
  const label = fitted(`  ${harmless(name)}`, labels - 1);
  return [fitted(`${label}${' '.repeat(labels - columns(label))}${harmless(text)}`, width)];
};

/** The most frequent, as many as fit on the line. */
function counts(all: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(all).sort(([, a], [, b]) => b - a);
  let shown = '';
  for (const [i, [name, many]] of sorted.entries()) {
    const others = sorted.length - i - 1;
    const next = `${shown}${i === 0 ? '' : ' · '}${fitted(harmless(name), 24)} ${count(many)}`;
    const reserve = others === 0 ? '' : ` · ${count(others)} more`;
    if (columns(next + reserve) > width - labels) return `${shown} · ${count(others + 1)} more`;
    shown = next;
  }
  return shown;
}

const factor = (values: Readonly<Record<string, number>>): string =>
  '(others)' in values ? 'more than 100 values' : counts(values);

const spread = (of: Spread | undefined): string => (of ? spreadText(of) : '');

/** `12 pictures`, and nothing for none. */
const some = (many: number, noun: string): string => (many === 0 ? '' : times(many, noun));

const nouns: Record<Modality, string> = {
  image: 'picture',
  speech: 'sound',
  text: 'text',
  video: 'video',
};

const byModality = (
  duplicates: Inspection['duplicates'],
  figure: 'repeated' | 'acrossSplits',
  modalities: readonly Modality[] = ['image', 'speech', 'text', 'video'],
): string =>
  modalities
    .map((modality) => some(duplicates[modality]?.[figure] ?? 0, nouns[modality]))
    .filter(Boolean)
    .join(' · ');
