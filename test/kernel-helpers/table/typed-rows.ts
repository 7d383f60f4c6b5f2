import {
  type CalendarDate,
  type Column,
  corr,
  count,
  type Decimal,
  distinct,
  max,
  mean,
  type Snowflake,
  sum,
  Table,
  type Timestamp,
} from 'kernel-helpers';

/*
 * What the types of rows promise. Nothing here runs: the compiler reads it, strict and not (see typed-rows.test.ts), and
 * an error that does not come is an error itself.
 */

interface House {
  MEDINC: number;
  ROOMS: number | null;
  ID: bigint;
  PRICE: Decimal;
  CITY: string | null;
  SOLD: CalendarDate;
  SEEN: Timestamp | null;
  NEW: boolean;
}
interface City {
  CITY: string;
  STATE: string;
  MEDINC: number;
}
declare const snowflake: Snowflake;

export function rowsOfAnInterfaceMakeTables(houses: readonly House[], cities: City[]): readonly Table[] {
  const named: Table<City> = Table.fromRows(cities).as<City>();
  // @ts-expect-error a list is no row
  Table.fromRows([[1, 2]]);
  // @ts-expect-error nor is a number
  Table.fromRows([1, 2]);
  return [named, Table.fromRows(houses), Table.fromRows([{ CITY: 'Fresno', PEOPLE: 540_000 }]), Table.fromRows([])];
}

export async function untypedRowsAreUsable(): Promise<unknown[]> {
  const untyped = await snowflake.sql`select * from houses`;
  untyped.toRows().filter((r) => r.MEDINC > 14);
  const total: number = untyped.column('MEDINC').values.reduce((a, b) => a + b);
  const doubled = untyped.toRows()[0].MEDINC * 2;
  [...untyped.column('MEDINC').values].map((v) => v * 2);
  const rows = untyped
    .filter((r) => r.MEDINC > 14)
    .sortBy('whatever')
    .groupBy('CITY')
    .aggregate({ n: count(), top: max('MEDINC') })
    .toRows();
  const grouped: number = rows[0].n + 1;
  const top = rows[0].top * 2;
  for (const row of untyped) row.MEDINC * 2;
  const column: Column = untyped.column('MEDINC');
  const copied: Column = { ...untyped.column('MEDINC'), name: 'OTHER' };
  const told: Table<House> = untyped.as<House>();
  const back: Table<House> = untyped;
  const picked: Table = untyped.select('CITY', 'MEDINC');
  const joined = untyped.join(untyped, { on: 'CITY', how: 'left' }).toRows()[0].anything;
  const lower = untyped.groupBy('city').aggregate({ n: count() }).toRows()[0].CITY;
  // @ts-expect-error names made by verbs are known even when the source's are not
  untyped.groupBy('CITY').aggregate({ n: count() }).toRows()[0].m;
  return [total, doubled, grouped, top, column, copied, told, back, picked, joined, lower];
}

export async function typedRowsAreChecked(): Promise<unknown[]> {
  const houses = await snowflake.sql<House>`select * from houses where medinc > ${1}`;
  houses.toRows().filter((r) => r.MEDINC > 14);
  const total: number = houses.column('MEDINC').values.reduce((a, b) => a + b);
  houses.column('medinc').values.reduce((a, b) => a + b);
  houses.column('ROOMS').values.reduce((a, b) => a + b);
  const ids: bigint = houses.column('ID').values.reduce((a, b) => a + b);
  houses.column('CITY').values.map((city) => city.length);
  const days: Int32Array = houses.column('SOLD').values;
  const clocks: Float64Array = houses.column('SEEN').values;
  const loose: Table = houses;
  return [total, ids, days, clocks, loose];
}

export function verbsMakeTypes(houses: Table<House>, cities: Table<City>): unknown[] {
  const row = houses
    .groupBy('CITY', 'NEW')
    .aggregate({
      n: count(),
      income: mean('MEDINC'),
      first: max('SOLD'),
      id: sum('ID'),
      fresh: sum('NEW'),
      towns: distinct('CITY'),
      r: corr('MEDINC', 'ROOMS'),
    })
    .toRows()[0];
  const city: string | null = row.CITY;
  const fresh: boolean = row.NEW;
  const n: number = row.n;
  const income: number | null = row.income;
  const sold: CalendarDate | null = row.first;
  const id: bigint | null = row.id;
  const news: number | null = row.fresh;
  const wide = houses.addColumn('RICH', (r) => r.MEDINC > 8).select('RICH', 'CITY');
  const rich: boolean = wide.toRows()[0].RICH;
  const listed: number = houses.addColumn('PREDICTED', [1, 2]).toRows()[0].PREDICTED;
  const typed: number = houses.addColumn('PREDICTED', Float64Array.of(1)).toRows()[0].PREDICTED;
  const lower: string | null = houses.select('city').toRows()[0].CITY;
  const counted: number = houses.valueCounts('CITY').toRows()[0].count;
  const left = houses.join(cities, { on: 'CITY', how: 'left' }).toRows()[0];
  const state: string | null = left.STATE;
  const theirs: number | null = left.MEDINC_RIGHT;
  const inner: string = houses.join(cities, { on: { CITY: 'CITY' } }).toRows()[0].STATE;
  const facts: number | null = houses.describe().toRows()[0].mean;
  const named = houses.groupBy('CITY').aggregate({ MEDINC: 'mean', SOLD: 'max', ID: 'distinct' }).toRows()[0];
  const told: [number | null, CalendarDate | null, number] = [named.MEDINC, named.SOLD, named.ID];
  const means: number | null = houses.groupBy('CITY').mean('MEDINC').toRows()[0].MEDINC;
  const latest: CalendarDate | null = houses.max('SOLD');
  const cities2: (string | null)[] = houses.unique('CITY');
  const renamed: number = houses.rename({ MEDINC: 'INCOME' }).toRows()[0].INCOME;
  const short: string = houses.join(cities, 'CITY').toRows()[0].STATE;
  return [
    [city, fresh, n, income, sold, id, news, rich, listed, typed, lower, counted, state, theirs, inner, facts],
    [told, means, latest, cities2, renamed, short, houses.map((one) => one.MEDINC * 2)],
  ];
}

export function wrongUsesAreErrors(houses: Table<House>, cities: Table<City>): void {
  // @ts-expect-error no such column
  houses.column('MEDINK');
  // @ts-expect-error no such column, in a row
  houses.toRows()[0].MEDINK;
  // @ts-expect-error no such column, in a filter
  houses.filter((r) => r.MEDINK > 1);
  // @ts-expect-error text is no number
  houses.toRows()[0].CITY * 2;
  // @ts-expect-error bigint and number do not mix
  houses.column('ID').values.reduce((a, b) => a + b) + 1;
  // @ts-expect-error no such column to sort by
  houses.sortBy('MEDINK');
  // @ts-expect-error no such column to group by
  houses.groupBy('TOWN');
  // @ts-expect-error no such column to aggregate
  houses.groupBy('CITY').aggregate({ income: mean('MEDINK') });
  // @ts-expect-error no such column to rename
  houses.rename({ MEDINK: 'INCOME' });
  // @ts-expect-error has another name now
  houses.rename({ MEDINC: 'INCOME' }).toRows()[0].MEDINC;
  // @ts-expect-error no such aggregate
  houses.groupBy('CITY').aggregate({ MEDINC: 'meen' });
  // @ts-expect-error left out by select
  houses.select('CITY').toRows()[0].MEDINC;
  // @ts-expect-error left out by without
  houses.without('MEDINC').toRows()[0].MEDINC;
  // @ts-expect-error no such way to join
  houses.join(cities, { on: 'CITY', how: 'outer' });
  // @ts-expect-error no such option
  houses.sortBy('CITY', { reverse: true });
  // @ts-expect-error a row type is an object
  snowflake.sql<number>`select 1`;
}
