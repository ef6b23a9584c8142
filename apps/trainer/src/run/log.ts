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

/** A step that was skipped, as a line of `log.jsonl`: the state stayed as it was. */
export interface SkippedLine {
  readonly step: number;
  /** Which of its numbers was not finite: `loss`, `gradient` or a term. */
  readonly skipped: string;
  /** What it was: `NaN`, `Infinity` or `-Infinity`. */
  readonly value: string;
  /** How many steps in a row were skipped, this one among them. */
  readonly inARow: number;
}

/** The lines of steps that were taken, up to a step. A last line that was cut off by a crash is passed over. */
export async function readLog(
  path: string,
  untilStep = Number.POSITIVE_INFINITY,
): Promise<LogLine[]> {
  return (await readLines(path, untilStep)).filter((line) => !isSkipped(line)) as LogLine[];
}

/** The last line, if it is of a step that was skipped. */
export async function lastSkipped(path: string): Promise<SkippedLine | undefined> {
  const last = (await readLines(path)).at(-1);
  return last && isSkipped(last) ? last : undefined;
}

const isSkipped = (line: LogLine | SkippedLine): line is SkippedLine => 'skipped' in line;

async function readLines(
  path: string,
  untilStep = Number.POSITIVE_INFINITY,
): Promise<(LogLine | SkippedLine)[]> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return [];
  const lines: (LogLine | SkippedLine)[] = [];
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const parsed = parseLine(line);
    if (parsed !== undefined && parsed.step <= untilStep) lines.push(parsed);
  }
  return lines;
}

/** Forgets what came after a step: those steps will be done again. */
export async function rewindLog(path: string, step: number): Promise<void> {
  const lines = await readLines(path, step);
  await writeWhole(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

export const appendLog = (path: string, lines: readonly (LogLine | SkippedLine)[]): Promise<void> =>
  appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

function parseLine(line: string): LogLine | SkippedLine | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
