const kinds: Readonly<Record<string, string>> = {
  1: 'a hard link',
  2: 'a link',
  3: 'a device',
  4: 'a device',
  6: 'a pipe',
};

/** Why a member cannot be used; undefined when it is a plain file with a name that stays in its folder. */
export function tarProblem(type: string, name: string): string | undefined {
  if (type !== '0' && type !== '7') {
    return `members must be plain files, this is ${kinds[type] ?? 'of an unknown type'}`;
  }
  if (name === '') return 'members must have a name';
  if (/[\0\ufffd]/.test(name)) return 'names must be UTF-8 without zeros';
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name) || name.split(/[/\\]/).includes('..')) {
    return 'names must not lead out of the folder';
  }
  return undefined;
}
