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

/** 640 → `640`, 1234.5 → `1,235`, 0.43712 → `0.437`: whole numbers as they are, others to three digits. */
export const number = (value: number): string =>
  Number.isInteger(value) || value >= 100 ? count(Math.round(value)) : value.toPrecision(3);

/** `0.144 to 2.28, mean 0.437` */
export const spreadText = (of: { least: number; mean: number; most: number }): string =>
  of.least === of.most
    ? `all ${number(of.most)}`
    : `${number(of.least)} to ${number(of.most)}, mean ${number(of.mean)}`;

/** `1 picture`, `1,200 pictures` */
export const times = (many: number, noun: string): string =>
  `${count(many)} ${noun}${many === 1 ? '' : 's'}`;

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
