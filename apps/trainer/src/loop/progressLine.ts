import type { Progress } from './train.ts';

/** Fits 80 columns: `step 120/300  loss 3.214  812 ex/s  data 2 %  2 min 10 s left`. */
export const progressLine = (progress: Progress): string =>
  [
    `step ${String(progress.step).padStart(String(progress.steps).length)}/${progress.steps}`,
    `loss ${progress.loss.toFixed(3)}`,
    `${progress.examplesPerSecond.toFixed(0)} examples/s`,
    `data wait ${Math.round(100 * progress.dataWait)} %`,
    `${duration(progress.secondsLeft)} left`,
  ].join('  ');

/** `2 min 10 s`, `48 s`, `1 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/**
 * Shows progress on a terminal as one line that changes, elsewhere as a line every ten seconds, smoothed
 * over the last steps.
 */
export function progressPrinter(out: NodeJS.WriteStream): {
  show(progress: Progress): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
} {
  let lastPrinted = 0;
  let smooth: Progress | undefined;
  return {
    show(progress) {
      smooth = smooth ? blend(smooth, progress) : progress;
      const now = performance.now();
      const final = progress.step === progress.steps;
      if (out.isTTY) out.write(`\r\x1b[K${progressLine(smooth).slice(0, (out.columns ?? 80) - 1)}`);
      else if (final || now - lastPrinted > 10_000) {
        out.write(`${progressLine(smooth)}\n`);
        lastPrinted = now;
      }
    },
    say(line) {
      out.write(out.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`);
    },
    end() {
      if (out.isTTY && smooth) out.write('\n');
    },
  };
}

function blend(before: Progress, now: Progress): Progress {
  const mix = (a: number, b: number): number => 0.9 * a + 0.1 * b;
  return {
    ...now,
    loss: mix(before.loss, now.loss),
    examplesPerSecond: mix(before.examplesPerSecond, now.examplesPerSecond),
    dataWait: mix(before.dataWait, now.dataWait),
  };
}
