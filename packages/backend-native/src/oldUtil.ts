import util from 'node:util';

/** tfjs-node 4.22 calls two functions that Node 23 took out of `util`. Puts them back where they are gone. */
export function restoreOldUtil(): void {
  const old = util as unknown as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
}
