import { DataError } from '../dataError.ts';
import { streamSource } from './byteSource.ts';
import { printable } from './tarHeader.ts';
import { cutOff, nextTarMember } from './tarMember.ts';

/** Members larger than this belong in files of their own. */
const largestMember = 2 ** 30;

/** A file out of an archive, with its bytes. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a tar archive as it comes, one in memory at a time.
 *
 * @param source what errors call the archive
 * @throws DataError when the archive is damaged or cut off, or has a member that is no plain file, that
 *   leads out of its folder or that is larger than a gibibyte.
 */
export async function* readTar(
  stream: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<TarFile, void, undefined> {
  const bytes = streamSource(stream);
  while (true) {
    const member = await nextTarMember(bytes, source);
    if (member === undefined) return;
    const { name, size, padded } = member;
    const problem = member.problem ?? (size > largestMember ? `it has ${size} bytes` : undefined);
    if (problem !== undefined) {
      throw new DataError(`${source}, member '${printable(name)}': ${problem}. Leave it out.`);
    }
    const body = await bytes.read(size);
    if (body.length < size) throw cutOff(source, `member '${printable(name)}'`);
    yield { name, bytes: body.slice() };
    if (!(await bytes.skip(padded - size))) throw cutOff(source, `member '${printable(name)}'`);
  }
}
