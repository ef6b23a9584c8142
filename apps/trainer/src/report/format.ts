/** Numbers as people read them. English, and the same on every machine. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const listed = new Intl.ListFormat('en');
const dated = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** 1234.56 → `1,234.6` */
export const count = (value: number): string => grouped.format(value);

/** 0.4125 → `41.3%`; below one percent two digits count: 0.00083 → `0.083%`. */
export function percent(fraction: number): string {
  const value = 100 * fraction;
  return `${value < 1 ? small.format(value) : value.toFixed(1)}%`;
}

/** −0.456 → `−0.46`, with a true minus sign and no minus before zero. */
export const twoDecimals = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^-(?!0\.00$)/, '−')
    .replace('-', '');

/** 252 → `4 min 12 s`; 4000 → `1 h 6 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `['Google', 'OpenMoji']` → `Google and OpenMoji` */
export const list = (words: readonly string[]): string => listed.format(words);

/** `2026-03-01T12:00:00Z` → `1 March 2026 at 12:00 UTC` */
export const moment = (iso: string): string => `${dated.format(new Date(iso))} UTC`;
