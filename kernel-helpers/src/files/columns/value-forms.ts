import type { Column } from '../../table/table';

/*
 * What a value of a file looks like, as bits: together they are all forms that a column has. The forms decide its kind.
 */
export const BOOLEAN = 1;
/** A whole number that a number holds. */
export const WHOLE = 2;
/** A whole number of up to 64 bits. */
export const LONG = 4;
/** A whole number of up to 38 digits. */
export const LONGER = 8;
export const FRACTION = 16;
/** A fraction of more digits than a number holds. */
export const LONG_FRACTION = 32;
export const DATE = 64;
export const TIME = 128;
/** A time with an offset. */
export const OFFSET_TIME = 256;
/** Digits that begin with a 0, such as the postal code 00501: nobody computes with them. */
export const CODE = 512;
export const TEXT = 1024;
/** An object or an array of JSON. */
export const NESTED_VALUE = 2048;

const NUMBERS = WHOLE | LONG | LONGER | FRACTION | LONG_FRACTION;
const FRACTIONS = FRACTION | LONG_FRACTION;

export type Kind = Column['kind'];

/** The kind that holds values of all these forms. A column without values is text. */
export function kindOfForms(forms: number): Kind {
  if (forms === 0) return 'text';
  if (forms === BOOLEAN) return 'boolean';
  if ((forms & ~NUMBERS) === 0) {
    if ((forms & FRACTIONS) !== 0 || forms === WHOLE) return 'number';
    return (forms & LONGER) === 0 ? 'bigint' : 'decimal';
  }
  if (forms === DATE) return 'date';
  if ((forms & ~(DATE | TIME)) === 0 || forms === OFFSET_TIME) return 'timestamp';
  return 'text';
}

/** True if numbers round some of these values: the column holds fractions, and values of too many digits beside them. */
export function losesDigits(forms: number): boolean {
  return (forms & FRACTIONS) !== 0 && (forms & (LONG | LONGER | LONG_FRACTION)) !== 0;
}

/** True if every value is a whole number. */
export function areWhole(forms: number): boolean {
  return (forms & FRACTIONS) === 0;
}

/** The forms whose values a column of a kind can hold without changing them; a number rounds those of too many digits. */
export const FORMS_OF_KIND: Readonly<Record<Kind, number>> = {
  number: NUMBERS | CODE,
  bigint: WHOLE | LONG | CODE,
  decimal: NUMBERS | CODE,
  boolean: BOOLEAN,
  date: DATE,
  timestamp: DATE | TIME | OFFSET_TIME,
  text: ~0,
};

const KINDS: readonly Kind[] = ['number', 'bigint', 'decimal', 'boolean', 'text', 'date', 'timestamp'];

/** Sentences about kinds that do not exist. */
export function kindProblems(types: Readonly<Record<string, Kind>> = {}): readonly string[] {
  return Object.entries(types).flatMap(([name, kind]) =>
    KINDS.includes(kind) ? [] : [`types.${name} is one of ${KINDS.join(', ')}, not ${JSON.stringify(kind)}.`],
  );
}
