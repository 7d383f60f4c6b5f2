import { CalendarDate } from '../../values/calendar-date';
import { Decimal } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';

/** Snowflake's NUMBER holds at most this many digits (docs.snowflake.com, "Numeric data types"). */
const MAX_DIGITS = 38;

const ADVICE = 'Use a text, finite number, bigint, boolean, Date or null, and identifier(name) for a name.';

/** Why a value cannot be sent beside the text of a statement, as the rest of a sentence; undefined where it can. */
export function bindProblem(value: unknown): string | undefined {
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'string':
      return !/\p{Surrogate}/u.test(value)
        ? undefined
        : 'is a text with half of a character (a lone surrogate), which would arrive as another text. Cut texts between characters.';
    case 'bigint':
      return String(value).replace('-', '').length <= MAX_DIGITS
        ? undefined
        : `is a bigint of more than ${MAX_DIGITS} digits, which no NUMBER can hold. Send it as a text.`;
    case 'number':
      return Number.isFinite(value) ? undefined : numberProblem(value);
    case 'undefined':
      return "is undefined. Was the variable given a value? Write null for SQL's null.";
    case 'object':
      return value === null ? undefined : objectProblem(value);
    default:
      return `is a ${typeof value} that cannot be sent. ${ADVICE}`;
  }
}

function numberProblem(value: number): string {
  const written = Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
  return `is ${value}, which SQL cannot write as a number. Write '${written}'::float into the SQL, or send null.`;
}

function objectProblem(value: object): string | undefined {
  if (value instanceof Date) return dateProblem(value);
  if (value instanceof Decimal || value instanceof CalendarDate || value instanceof Timestamp) return undefined;
  if (Array.isArray(value)) {
    return (
      `is an array. Write each value by itself: n in (\${first}, \${second}). For any number of values use execute(): ` +
      `execute(\`select * from t where n in (\${values.map(() => '?').join(', ')})\`, values).`
    );
  }
  return `is an object. Send one of its properties, or its JSON: parse_json(\${JSON.stringify(value)}). ${ADVICE}`;
}

function dateProblem(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return 'is an invalid Date. Look at what it was made from.';
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? undefined : `is a Date in the year ${year}; Snowflake reads the years 1 to 9999.`;
}
