/**
 * What belongs together in a shard has one key: the path up to the first dot of its last part, as
 * WebDataset has it. 'set/7.seg.png' has the key 'set/7' and the extension 'seg.png'.
 *
 * @returns undefined for a name without a key, such as '.hidden' or 'README'
 */
export function splitMember(name: string): { key: string; extension: string } | undefined {
  const [, key, extension] = /^((?:.*\/)?[^./][^./]*)\.([^/]+)$/s.exec(name) ?? [];
  return key === undefined ? undefined : { key, extension: extension.toLowerCase() };
}

// Dots would end a key; the others trouble a file system or lead out of a folder.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
const unsafe = /[%.\\:*?"<>|\x00-\x1f\x7f]|^\/|\/(?=\/|$)/g;

/** The key for an id: the id itself, with %2E for a dot and the like. `idOf(keyOf(id))` is `id`. */
export const keyOf = (id: string): string =>
  id.replace(
    unsafe,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

/** The id of a key, whoever wrote it: only what `keyOf` writes is taken for more than it is. */
export const idOf = (key: string): string =>
  key.replace(/%([0-7][0-9A-F])/g, (code, digits) => {
    const letter = String.fromCharCode(Number.parseInt(digits, 16));
    return letter === '/' || keyOf(letter) === code ? letter : code;
  });
