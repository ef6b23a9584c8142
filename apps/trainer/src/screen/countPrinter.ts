import { duration } from '../loop/progressLine.ts';
import { count } from '../report/format.ts';

/**
 * Shows how far a count has come: on a terminal one line that changes and goes away at the end, elsewhere a
 * line every ten seconds. What is done in half a second shows nothing.
 *
 * @param what is counted: 'examples'
 */
export function countPrinter(
  out: NodeJS.WriteStream,
  what: string,
): { show(done: number, total: number): void; end(): void } {
  const begin = performance.now();
  let next = begin + (out.isTTY ? 500 : 10_000);
  let shown = false;
  return {
    show(done, total) {
      const now = performance.now();
      if (now < next) return;
      next = now + (out.isTTY ? 100 : 10_000);
      shown = true;
      const aSecond = (1000 * done) / (now - begin);
      const line =
        `${count(done)} of ${count(total)} ${what} · ${count(Math.round(aSecond))} a second · ` +
        `${duration((total - done) / aSecond)} left`;
      out.write(out.isTTY ? `\r\x1b[K${line.slice(0, (out.columns ?? 80) - 1)}` : `${line}\n`);
    },
    end() {
      if (out.isTTY && shown) out.write('\r\x1b[K');
    },
  };
}
