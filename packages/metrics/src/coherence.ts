import { chanceAgreement } from './chanceAgreement.ts';
import { exactMatch } from './exactMatch.ts';
import { checkPairs } from './pairs.ts';

/** What is known of an item, by name: { shape: 'heart', size: 'big' }. */
export type Labels<Name extends string = string> = Readonly<Record<Name, string | number>>;

/** Fractions in 0…1, higher is better. */
export interface CoherenceFigures<Name extends string = string> {
  /** Items of which every attribute is right. */
  readonly strict: number;
  /** Items of which this attribute is right, whatever the others are. */
  readonly attributes: Readonly<Record<Name, number>>;
}

export interface Coherence<Name extends string = string> extends CoherenceFigures<Name> {
  readonly count: number;
  /** What the same items would get, dealt out in a random order among what was asked. */
  readonly chance: CoherenceFigures<Name>;
}

/**
 * Whether what was made is what was asked for: attribute by attribute, and all of them at once (strict).
 *
 * Also for captions, when their attributes are read from their words. A judge that reads attributes from
 * pictures errs: say its own accuracy beside.
 * @param asked one record an item, all with the same names
 * @param judged in the same order. An attribute that is missing is wrong; others than the asked ones
 *   do not count.
 * @throws RangeError when the lists are empty or differ in length; TypeError when the names of `asked` do.
 * @see CdSprites+ (Sejnova et al. 2024), strict and feature-level. Chance: `chanceAgreement`.
 */
export function coherence<Name extends string>(
  asked: readonly Labels<Name>[],
  judged: readonly Partial<Labels<NoInfer<Name>>>[],
): Coherence<Name> {
  checkPairs('coherence', asked, judged, ['asked', 'judged']);
  const names = Object.keys(asked[0]) as Name[];
  checkNames(asked, names);
  const columns = names.map((name) => ({
    name,
    asked: asked.map((labels) => keyOf(labels[name])),
    judged: judged.map((labels) => keyOf(labels[name])),
  }));
  const row = (side: 'asked' | 'judged') =>
    asked.map((_, i) => columns.map((column) => column[side][i]).join());
  const [askedRows, judgedRows] = [row('asked'), row('judged')];
  const figures = (agreement: typeof exactMatch): CoherenceFigures<Name> => ({
    strict: agreement(askedRows, judgedRows),
    attributes: Object.fromEntries(
      columns.map((column) => [column.name, agreement(column.asked, column.judged)]),
    ) as Record<Name, number>,
  });
  return { ...figures(exactMatch), count: asked.length, chance: figures(chanceAgreement) };
}

/** Tells 1 from '1', and what is missing from everything that can be asked. */
const keyOf = (value: string | number | undefined): string => JSON.stringify(value) ?? 'missing';

function checkNames(asked: readonly Labels[], names: readonly string[]): void {
  const expected = [...names].sort().join();
  asked.forEach((labels, i) => {
    const hasAll = Object.values(labels).every((value) => value !== undefined);
    if (hasAll && Object.keys(labels).sort().join() === expected) return;
    throw new TypeError(
      `coherence: every item must be asked for the same attributes, got { ${names.join(', ')} } for item 0 ` +
        `and { ${Object.keys(labels).join(', ')} } for item ${i}. Measure other questions apart.`,
    );
  });
}
