import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { CalendarDate } from '../../../kernel-helpers/src/values/calendar-date';
import { Decimal } from '../../../kernel-helpers/src/values/decimal';
import { Timestamp } from '../../../kernel-helpers/src/values/timestamp';

const TEXTS = [
  '',
  ' ',
  'Fresno',
  'San José',
  'say "yes"',
  'a,b',
  'a;b',
  'two\nlines',
  'old\r\nline',
  '00501',
  '94103',
  'true',
];
const MORE_TEXTS = [
  'NaN',
  'inf',
  '2024-01-31',
  '-',
  '"',
  '""',
  '\t',
  '\\N',
  '🏠',
  '=1+1',
  'NULL',
  '1e5',
  'x'.repeat(100),
];

/** A table with a column of each kind, in which about every fifth value is null. */
export function randomTable(random: () => number, rowCount: number): Table {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)];
  const whole = (limit: number): number => Math.floor((random() * 2 - 1) * limit);
  const makers: Readonly<Record<string, () => unknown>> = {
    WHOLE: () => pick([0, 1, -1, whole(1e6), 2 ** 53 - 1]),
    FRACTION: () => pick([random(), -random() * 10 ** whole(300), 0.1, 5e-324, -0, 1 / 3, Infinity, 1.7e308, 1e21]),
    LONG: () => pick([2n ** 62n, -(2n ** 63n), 9_007_199_254_740_993n, 2n ** 63n - 1n]),
    LONGER: () => pick([10n ** 30n, -(10n ** 37n), 3n]),
    DECIMAL: () => new Decimal(BigInt(whole(1e15)) * 10n ** 12n + 7n, 5),
    TRUTH: () => random() < 0.5,
    TEXT: () => pick([...TEXTS, ...MORE_TEXTS]),
    CODE: () => pick(['00501', '94103', '10001']),
    DAY: () => new CalendarDate(whole(100_000)),
    CLOCK: () =>
      Timestamp.from(pick(['2024-02-29T12:00:00', '1969-12-31 23:59:59.999999999', '0001-01-01T00:00:00.5'])),
    INSTANT: () => Timestamp.from(pick(['2024-02-29T12:00:00+02:00', '2024-10-27T02:30:00.000001-07:30'])),
  };
  // The first row has every value, so that each column has a kind.
  const rows = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, row > 0 && random() < 0.2 ? null : make()])),
  );
  return Table.fromRows(rows);
}

/** Numbers from 0 to 1 that are the same in each run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

/** Whether two tables have the same columns, kinds, nulls and values, to the last digit. */
export function sameValues(left: Table, right: Table): unknown {
  const told = (table: Table): unknown =>
    table.columns.map((column) => {
      const rows = table.select(column.name).toRows();
      return { name: column.name, kind: column.kind, values: rows.map((row) => exact(row[column.name])) };
    });
  return { left: told(left), right: told(right) };
}

function exact(value: unknown): string {
  return Object.is(value, -0) ? '-0' : value === null ? 'null' : `${typeof value} ${String(value)}`;
}
