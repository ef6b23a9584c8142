import { spawn } from 'node:child_process';
import { DataError } from '../dataError.ts';
import { mostSamples, tooLong } from '../speech/soundCollector.ts';
import type { Waveform } from '../speech/waveform.ts';
import { decodeWav } from '../wav/decodeWav.ts';
import { complaints } from './complaints.ts';

export interface FfmpegOptions {
  /** What errors call the sound. */
  readonly source: string;
  /** As ffmpeg calls it: 'mp3'. It is not guessed, since some formats make ffmpeg open other files. */
  readonly format: 'mp3' | 'ogg';
  readonly signal?: AbortSignal | undefined;
  /** The program to run. 'ffmpeg', found on PATH, unless told otherwise. */
  readonly program?: string;
  /** Milliseconds after which it is stopped. Two minutes. */
  readonly timeout?: number;
  /** Samples that may come out, all channels together. 64 million. */
  readonly most?: number;
}

/**
 * Sound from the bytes of a file, decoded by the program ffmpeg. Several channels become one: their mean.
 *
 * @throws DataError when ffmpeg is not installed, cannot read it or takes too long, or the sound has no
 *   samples or too many. The signal's reason when it is aborted.
 */
export async function decodeWithFfmpeg(
  bytes: Uint8Array,
  options: FfmpegOptions,
): Promise<Waveform> {
  const { source, signal, timeout = 120_000 } = options;
  signal?.throwIfAborted();
  const { output, complaint, code, started, late } = await runFfmpeg(bytes, options, timeout);
  signal?.throwIfAborted();
  if (output === undefined) throw tooLong(source, options.most);
  if (!started) {
    throw new DataError(
      `${source}: MP3 and Ogg Vorbis are read by the program ffmpeg, which is not on PATH. Install it ` +
        '(apt-get install ffmpeg, brew install ffmpeg), or make a FLAC or WAV file of it.',
    );
  }
  if (late) {
    throw new DataError(`${source}: ffmpeg must read it within ${timeout} ms. Cut it in pieces.`);
  }
  if (code !== 0) {
    const reason = complaints(complaint).at(-1) || `it ended with ${code}`;
    throw new DataError(`${source}: ffmpeg cannot read it (${reason}). It may be damaged.`);
  }
  return decodeWav(output, { source });
}

interface Run {
  /** Undefined when there was too much. */
  readonly output: Uint8Array | undefined;
  readonly complaint: string;
  readonly code: number | null;
  readonly started: boolean;
  readonly late: boolean;
}

/** Resolves when the process is gone, whatever ended it. */
function runFfmpeg(bytes: Uint8Array, options: FfmpegOptions, timeout: number): Promise<Run> {
  const { format, signal, program = 'ffmpeg', most = mostSamples } = options;
  const input = ['-protocol_whitelist', 'pipe', '-f', format, '-i', 'pipe:0', '-map', '0:a:0'];
  const exact = ['-fflags', '+bitexact', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  const words = ['-v', 'error', '-nostdin', '-xerror', ...input, ...exact];
  const child = spawn(program, words, { windowsHide: true });
  let late = false;
  // Its pipes are closed too: a script in ffmpeg's place may have started what would go on writing.
  const stop = (): void => {
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const clock = setTimeout(() => {
    late = true;
    stop();
  }, timeout);
  signal?.addEventListener('abort', stop, { once: true });

  // Four bytes a sample, and a head before them.
  const mostBytes = 4 * most + 1000;
  const chunks: Uint8Array[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else stop();
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-1000);
  });
  // It may have read enough, or be gone, before it has taken everything.
  child.stdin.on('error', () => {});
  child.stdin.end(bytes);
  // Why it did not start is found out when it has closed.
  child.on('error', () => {});
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(clock);
      signal?.removeEventListener('abort', stop);
      const output = size > mostBytes ? undefined : Buffer.concat(chunks);
      resolve({ output, complaint, code, started: child.pid !== undefined, late });
    });
  });
}
