/** The value of a BOOLEAN as Snowflake sends it; undefined for any other text. */
export function booleanOf(text: string): 0 | 1 | undefined {
  if (text === '1' || text.toLowerCase() === 'true') return 1;
  if (text === '0' || text.toLowerCase() === 'false') return 0;
  return undefined;
}

/** Days since 1970-01-01 of a DATE. */
export function daysOf(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** A whole number of any size. */
export function wholeNumberOf(text: string): bigint | undefined {
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

/** A TIME, sent as seconds since midnight, as `12:34:56.789`. */
export function timeOfDayOf(text: string): string | undefined {
  const match = /^(\d{1,5})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[1]);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return parts.map((part) => String(part).padStart(2, '0')).join(':') + (fraction === '' ? '' : `.${fraction}`);
}
