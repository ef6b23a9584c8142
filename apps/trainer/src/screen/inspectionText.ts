import type { Inspection, Spread } from '@xm/data';

/** Bad examples that a screen shows; `--json` has all. */
const badShown = 20;

/** What was found in a dataset, for people. A bad example's line is as long as its reason. */
export function inspectionText(source: string, found: Inspection): string {
  const { examples, bad, modalities, pictureSizes, durations, sampleRates, textWords } = found;
  const lines = [
    `${source}: ${examples} examples, ${bad.count} bad`,
    ...line('modalities', counts(modalities)),
    ...line('pictures', counts(pictureSizes)),
    ...line('seconds', durations && spreadText(durations, 2)),
    ...line('sample rates', counts(sampleRates)),
    ...line('words', textWords && spreadText(textWords, 1)),
    ...bad.items.slice(0, badShown).map(({ reason }) => `  bad  ${reason}`),
  ];
  const more = bad.count - badShown;
  if (more > 0) lines.push(`  and ${more} more: --json lists all`);
  return lines.join('\n');
}

const line = (name: string, text: string | undefined): string[] =>
  text ? [`  ${name.padEnd(13)}${text}`] : [];

/** The four most frequent. */
function counts(all: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(all).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 4).map(([name, count]) => `${name} ${count}`);
  if (sorted.length > 4) shown.push(`${sorted.length - 4} others`);
  return shown.join(' · ');
}

const spreadText = ({ least, mean, most }: Spread, digits: number): string =>
  `${least.toFixed(digits)} to ${most.toFixed(digits)}, mean ${mean.toFixed(digits)}`;
