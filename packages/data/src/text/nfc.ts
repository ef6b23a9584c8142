/** What a marked letter of any language needs, and a hundred times less than what hurts. */
const excessMarks = /(\p{M}{30})\p{M}+/gu;

/**
 * The text without marks beyond 30 in a row. Normalising sorts them, which takes time quadratic in their
 * number: minutes for a hostile megabyte.
 *
 * @see Unicode Standard Annex 15, section 13, "Stream-Safe Text Format".
 */
export const withFewMarks = (text: string): string => text.replace(excessMarks, '$1');

/** The text in Unicode normalisation form C, marks beyond 30 in a row left out. */
export const nfc = (text: string): string => withFewMarks(text).normalize('NFC');
