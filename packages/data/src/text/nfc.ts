/** What a marked letter of any language needs, and a hundred times less than what hurts. */
const excessMarks = /(\p{M}{30})\p{M}+/gu;

/**
 * The text in Unicode normalisation form C. Of more than 30 marks in a row the rest is dropped:
 * sorting them takes time quadratic in their number, minutes for a hostile megabyte.
 *
 * @see Unicode Standard Annex 15, section 13, "Stream-Safe Text Format".
 */
export const nfc = (text: string): string => text.replace(excessMarks, '$1').normalize('NFC');
