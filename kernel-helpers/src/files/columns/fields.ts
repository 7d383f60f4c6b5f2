/** How a value stands in a file. */
export const PLAIN = 0;
export const QUOTED = 1;
/** In quotes, with doubled quotes inside. */
export const ESCAPED = 2;
/** In quotes, with the backslashes of JSON inside. */
export const BACKSLASHED = 3;
/** An object or an array of JSON. */
export const NESTED = 4;
/** No value, or the null of JSON. */
export const MISSING = 5;

/** Where the values of some rows lie among the bytes of a file. The value of a row and column is `row * columns + column`. */
export interface Fields {
  readonly bytes: Buffer;
  readonly columns: number;
  readonly rows: number;
  /** The first byte of each value, without its quote. */
  readonly starts: Int32Array;
  /** The byte after each value. */
  readonly ends: Int32Array;
  /** `PLAIN`, `QUOTED` and the like for each value. */
  readonly quotes: Uint8Array;
  /** The line of the file, counted from 1, in which each row begins. */
  readonly lines: Int32Array;
}

/** A value as text. */
export function fieldText({ bytes, starts, ends, quotes }: Fields, field: number): string {
  const text = bytes.toString('utf8', starts[field], ends[field]);
  if (quotes[field] === BACKSLASHED) return String(JSON.parse(`"${text}"`));
  return quotes[field] === ESCAPED ? text.replaceAll('""', '"') : text;
}

/** Rows of one column without values. */
export function missingFields(rows: number): Fields {
  return {
    bytes: Buffer.alloc(0),
    columns: 1,
    rows,
    starts: new Int32Array(rows),
    ends: new Int32Array(rows),
    quotes: new Uint8Array(rows).fill(MISSING),
    lines: new Int32Array(rows),
  };
}
