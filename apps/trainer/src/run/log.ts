import { appendFile } from 'node:fs/promises';
import { readIfThere, writeWhole } from './files.ts';

/** One step of training, as a line of `log.jsonl`. */
export interface LogLine {
  readonly step: number;
  readonly loss: number;
  /** Parts of the loss and what else the method watches. */
  readonly terms: Readonly<Record<string, number>>;
  readonly examplesPerSecond: number;
  /** Share of the step's time spent waiting for data, 0…1. */
  readonly dataWait: number;
}

/** The lines up to a step. A last line that was cut off by a crash is passed over. */
export async function readLog(
  path: string,
  untilStep = Number.POSITIVE_INFINITY,
): Promise<LogLine[]> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return [];
  const lines: LogLine[] = [];
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const parsed = parseLine(line);
    if (parsed !== undefined && parsed.step <= untilStep) lines.push(parsed);
  }
  return lines;
}

/** Forgets what came after a step: those steps will be done again. */
export async function rewindLog(path: string, step: number): Promise<void> {
  const lines = await readLog(path, step);
  await writeWhole(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

export const appendLog = (path: string, lines: readonly LogLine[]): Promise<void> =>
  appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

function parseLine(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
