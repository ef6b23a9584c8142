import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { DataError } from '../../dataError.ts';
import { complaints } from '../complaints.ts';

export interface RunOptions {
  /** What errors call the file. */
  readonly source: string;
  readonly signal?: AbortSignal | undefined;
  /** What it reads. Nothing unless told otherwise. */
  readonly input?: Iterable<Uint8Array>;
}

/** Of what it complains, this much is kept. */
const longestComplaint = 2000;

/**
 * Runs ffmpeg or ffprobe, found on PATH, and hands on what it writes, piece by piece. Settles when the
 * process is gone, whatever ended it.
 *
 * @param take may throw: the process is then killed
 * @throws DataError when the program is not installed, fails or complains. The signal's reason when it is
 *   aborted, and what `take` threw.
 */
export async function runProgram(
  program: 'ffmpeg' | 'ffprobe',
  args: readonly string[],
  { source, signal, input = [] }: RunOptions,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  signal?.throwIfAborted();
  const { env } = process;
  const child = spawn(program, ['-v', 'error', ...args], { env, windowsHide: true });
  const kill = (): boolean => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);

  let thrown: { error: unknown } | undefined;
  child.stdout.on('data', (bytes: Uint8Array) => {
    if (thrown !== undefined) return;
    try {
      take(bytes);
    } catch (error) {
      thrown = { error };
      kill();
    }
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(0, longestComplaint);
  });
  // It may end before it has read everything; why, its complaint says.
  child.stdin.on('error', () => {});
  Readable.from(input).pipe(child.stdin);

  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => {}); // it could not be started: it closes too, without a pid
    child.on('close', resolve);
  });
  signal?.removeEventListener('abort', kill);
  signal?.throwIfAborted();
  if (thrown !== undefined) throw thrown.error;
  if (child.pid === undefined) {
    throw new DataError(
      `${source}: videos need the programs ffmpeg and ffprobe, ${program} is not on PATH. Install them ` +
        '(apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg).',
    );
  }
  if (code === 0 && complaint === '') return;
  const reason = complaints(complaint)[0] || `it ended with ${code}`;
  throw new DataError(`${source}: ${program} stops at it (${reason}). It may be damaged.`);
}
