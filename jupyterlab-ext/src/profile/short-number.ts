/** Digits that a person compares. */
const DIGITS = 6;

/** A number to six digits, with the separators of the browser's language. */
export function shortNumber(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString(undefined, { maximumSignificantDigits: DIGITS });
}
