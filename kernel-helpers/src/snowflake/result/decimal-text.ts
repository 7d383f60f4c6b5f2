const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The nearest double of a decimal text, or the value of a word such as `inf`; undefined for any other text. */
export function decimalOf(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case 'nan':
      return Number.NaN;
    case 'inf':
    case 'infinity':
      return Number.POSITIVE_INFINITY;
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY;
    default:
      return undefined;
  }
}
