import { unsupported } from '../snowflake-error';

/** Elements of Snowflake's date formats: https://docs.snowflake.com/en/sql-reference/date-time-input-output */
const ELEMENTS: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  YY: '%y',
  MMMM: '%B',
  MON: '%b',
  MM: '%m',
  DD: '%d',
  DY: '%a',
  HH24: '%H',
  HH12: '%I',
  AM: '%p',
  PM: '%p',
  MI: '%M',
  SS: '%S',
  FF3: '%g',
  FF6: '%f',
};

const ELEMENT = new RegExp(`"([^"]*)"|${Object.keys(ELEMENTS).join('|')}|[A-Z]+\\d*|[^A-Z"]+`, 'gi');

/** The same format for DuckDB's `strftime`; an element that is not known is refused by name. */
export function strftimePattern(format: string): string {
  if (!/[A-Z]/i.test(format)) throw unsupported(`the number format ${format}`);
  return format.replace(ELEMENT, (part, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll('%', '%%');
    const element = ELEMENTS[part.toUpperCase()];
    if (element !== undefined) return element;
    if (/^(T|[^A-Z]+)$/i.test(part)) return part.replaceAll('%', '%%');
    throw unsupported(`the date format element ${part}`);
  });
}
