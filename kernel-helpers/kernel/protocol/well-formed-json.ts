/** How `JSON.stringify` writes half of a surrogate pair: https://tc39.es/ecma262/#sec-quotejsonstring */
const HALF_PAIR_START = '\\ud';

/** Any escape sequence, so that the second `\` of an escaped backslash is not taken for the start of another one. */
const ESCAPE = /\\(?:u([0-9a-f]{4})|.)/g;

const REPLACEMENT = '\\ufffd';

/**
 * The JSON that `JSON.stringify` wrote, with U+FFFD in place of half surrogate pairs, as
 * `String.prototype.toWellFormed` writes it. Half an emoji is a string in JavaScript, but Python cannot encode it,
 * so a notebook that holds one cannot be saved.
 */
export function wellFormedJson(json: string): string {
  if (!json.includes(HALF_PAIR_START)) return json;
  return json.replace(ESCAPE, (written, hex: string | undefined) => (isHalfPair(hex) ? REPLACEMENT : written));
}

function isHalfPair(hex: string | undefined): boolean {
  return hex !== undefined && hex >= 'd800' && hex <= 'dfff';
}
