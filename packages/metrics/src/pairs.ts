/** @throws RangeError unless both lists are of one length, and not empty. */
export function checkPairs(
  caller: string,
  references: { readonly length: number },
  others: { readonly length: number },
  names: readonly [string, string] = ['references', 'hypotheses'],
): void {
  const [first, second] = names;
  if (references.length !== others.length) {
    throw new RangeError(
      `${caller}: there must be as many ${second} as ${first}, got ${others.length} and ` +
        `${references.length}. Give one for each, in the same order.`,
    );
  }
  if (references.length === 0) {
    throw new RangeError(`${caller}: ${first} must not be empty, got none. Measure at least one.`);
  }
}
