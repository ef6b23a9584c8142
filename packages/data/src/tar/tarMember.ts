import { DataError } from '../dataError.ts';
import type { ByteSource } from './byteSource.ts';
import { readPaxRecords } from './paxRecords.ts';
import { blockSize, printable, readTarHeader, type TarHeader, tarText } from './tarHeader.ts';
import { tarProblem } from './tarProblem.ts';

/** A file in an archive. */
export interface TarMember {
  /** Its path, without './' before it. */
  readonly name: string;
  /** Where its bytes begin in the archive. */
  readonly offset: number;
  readonly size: number;
  /** Bytes from `offset` to the next header; none for what has no body, whatever its size says. */
  readonly padded: number;
  /** Why it must not be used: it is a link, its name leads out of the folder, … */
  readonly problem?: string;
}

/** Longer names and records than this are none. */
const longestExtension = 2 ** 17;

/**
 * The next file of a tar archive: ustar, with GNU's long names and pax's paths and sizes. Folders are
 * passed over; what is no plain file comes with a `problem`. `source` then stands before its bytes, and
 * must be brought behind them (`padded`) before the next call.
 *
 * @param name what errors call the archive
 * @returns undefined at the end
 * @throws DataError when a header is damaged, the archive is cut off, or goes on after its end.
 */
export async function nextTarMember(
  source: ByteSource,
  name: string,
): Promise<TarMember | undefined> {
  let said: Said = {};
  while (true) {
    const block = await source.read(blockSize);
    if (block.length < blockSize) throw cutOff(name, `byte ${source.position}`);
    if (isZero(block)) {
      await assertAllZeros(source, name);
      return undefined;
    }
    const header = readTarHeader(block, name);
    if ('LKxg'.includes(header.type)) {
      said = { ...said, ...(await readExtension(source, header, name)) };
      continue;
    }
    const member = memberOf(header, said, source.position, name);
    // The tar before ustar had no type for folders: they are empty files that end in a slash.
    if (header.type !== '5' && !(member.name.endsWith('/') && member.size === 0)) return member;
    said = {};
  }
}

/** @param where 'a/7.png', 'byte 1024' */
export const cutOff = (name: string, where: string): DataError =>
  new DataError(
    `${name}: the archive is cut off at ${where}; an archive must end in zeros. Fetch it again.`,
  );

/** What headers before a member say of it. */
interface Said {
  readonly long?: string;
  readonly pax?: ReadonlyMap<string, string>;
}

function memberOf(header: TarHeader, said: Said, offset: number, archive: string): TarMember {
  const { long, pax = new Map<string, string>() } = said;
  const name = (pax.get('path') ?? long ?? header.name).replace(/^(?:\.\/+)+/, '');
  const refuse = (what: string): DataError =>
    new DataError(`${archive}, member '${printable(name)}': ${what}`);
  const size = pax.has('size') ? Number(pax.get('size')) : header.size;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw refuse('its size must be a whole number. The archive is damaged: fetch it again.');
  }
  if (header.type === 'S') {
    throw refuse('it is a file with holes, which GNU tar --sparse makes. Pack it without.');
  }
  const holes = [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
  const problem = holes ? 'it is a file with holes' : tarProblem(header.type, name);
  const padded = '123456'.includes(header.type) ? 0 : Math.ceil(size / blockSize) * blockSize;
  return { name, offset, size, padded, ...(problem === undefined ? {} : { problem }) };
}

async function readExtension(
  source: ByteSource,
  { size, type }: TarHeader,
  name: string,
): Promise<Said> {
  if (size > longestExtension) {
    throw new DataError(
      `${name}: a member's name or record must have at most ${longestExtension} bytes, at byte ` +
        `${source.position} one says ${size}. The archive is damaged: fetch it again.`,
    );
  }
  const body = await source.read(Math.ceil(size / blockSize) * blockSize);
  if (body.length < size) throw cutOff(name, `byte ${source.position}`);
  if (type === 'L') return { long: tarText(body, 0, size) };
  return type === 'x' ? { pax: readPaxRecords(body.subarray(0, size), name) } : {};
}

const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** Writers fill up to a record of 10 KiB or more. Anything else is another archive behind this one. */
async function assertAllZeros(source: ByteSource, name: string): Promise<void> {
  const most = 2 ** 20;
  for (let read = 0; read <= most; ) {
    const block = await source.read(blockSize);
    if (block.length === 0) return;
    if (!isZero(block)) break;
    read += block.length;
  }
  throw new DataError(
    `${name}: the archive goes on behind its end, at byte ${source.position}. Were several put one ` +
      'behind the other? Unpack each alone.',
  );
}
