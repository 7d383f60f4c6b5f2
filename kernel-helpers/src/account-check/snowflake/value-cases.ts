import type { CellValue } from '../../table/table';
import { CalendarDate } from '../../values/calendar-date';
import { Decimal } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';

/** One column of the table that the check `values` writes and reads. */
export interface ValueCase {
  readonly name: string;
  /** The column's type, as CREATE TABLE takes it. */
  readonly sqlType: string;
  readonly value: CellValue | Date;
  /** The value as the driver reads it; the driver rounds numbers to 53 bits and cuts times off after milliseconds. */
  readonly inDriver: string | number | boolean;
}

/** A value of each type that is hard to carry exactly. */
export function valueCases({ hasNanoseconds }: { readonly hasNanoseconds: boolean }): readonly ValueCase[] {
  const fraction = hasNanoseconds ? '123456789' : '123456';
  const offset = hasNanoseconds ? '+02:00' : '+00:00';
  const text = 'it\'s <b> "ü" 😀\n\\n';
  return [
    { name: 'FLAG', sqlType: 'boolean', value: true, inDriver: true },
    {
      name: 'WHOLE',
      sqlType: 'number(38,0)',
      value: 12345678901234567890123456789012345678n,
      inDriver: 1.2345678901234568e37,
    },
    {
      name: 'PRICE',
      sqlType: 'number(38,5)',
      value: Decimal.from('-123456789012345678.12345'),
      inDriver: -123456789012345680,
    },
    { name: 'RATIO', sqlType: 'float', value: 0.1, inDriver: 0.1 },
    { name: 'WORDS', sqlType: 'varchar', value: text, inDriver: text },
    { name: 'DAY', sqlType: 'date', value: CalendarDate.from('2024-02-29'), inDriver: Date.UTC(2024, 1, 29) },
    { name: 'CLOCK', sqlType: 'time(9)', value: `12:34:56.${fraction}`, inDriver: '12:34:56' },
    {
      name: 'AT_NTZ',
      sqlType: 'timestamp_ntz(9)',
      value: Timestamp.from(`2024-03-31T02:30:00.${fraction}`),
      inDriver: Date.UTC(2024, 2, 31, 2, 30, 0, 123),
    },
    {
      name: 'AT_LTZ',
      sqlType: 'timestamp_ltz(9)',
      value: new Date(-1),
      inDriver: -1,
    },
    {
      name: 'AT_TZ',
      sqlType: 'timestamp_tz(9)',
      value: Timestamp.from(`2024-03-31T02:30:00.${fraction}${offset}`),
      inDriver: Date.UTC(2024, 2, 31, 2 - Number(offset.slice(1, 3)), 30, 0, 123),
    },
  ];
}
