import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AnyRow,
  corr,
  count,
  distinct,
  max,
  mean,
  median,
  min,
  quantile,
  stdev,
  sum,
  Table,
  type TableQuery,
  variance,
} from 'kernel-helpers';
import { messageOf } from 'kernel-helpers/errors';
import { MIME } from 'kernel-helpers/mime';
import { offerLateDisplay } from 'kernel-helpers/render/late-display';
import { SHOW_ITSELF } from 'kernel-helpers/render/self-display';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

const HOUSES = Table.fromRows([
  { ID: 1, CITY: 'Fresno', MEDINC: 3.5, RICH: false, SOLD: CalendarDate.from('2024-02-29') },
  { ID: 2, CITY: 'Davis', MEDINC: 9.25, RICH: true, SOLD: CalendarDate.from('2024-01-01') },
  { ID: 3, CITY: null, MEDINC: 5.5, RICH: null, SOLD: null },
  { ID: 4, CITY: 'Davis', MEDINC: null, RICH: true, SOLD: CalendarDate.from('2023-12-31') },
  { ID: 5, CITY: 'Fresno', MEDINC: 1.75, RICH: false, SOLD: CalendarDate.from('2024-03-01') },
  { ID: 6, CITY: 'Fresno', MEDINC: 8, RICH: true, SOLD: CalendarDate.from('2024-03-02') },
  { ID: 7, CITY: 'fresno', MEDINC: 2, RICH: null, SOLD: null },
]);
const CITIES = Table.fromRows([
  { CITY: 'Fresno', ID: 540, STATE: 'CA' },
  { CITY: 'Davis', ID: 66, STATE: 'CA' },
  { CITY: 'Oslo', ID: 700, STATE: null },
  { CITY: null, ID: 0, STATE: 'none' },
]);
const TOWNS = CITIES.rename({ CITY: 'TOWN' });

/** The verbs that tables and queries share, as this test calls them. */
type Verbs = Pick<
  Table,
  'select' | 'without' | 'rename' | 'sortBy' | 'head' | 'aggregate' | 'groupBy' | 'valueCounts' | 'filter' | 'join'
> & { addColumn(name: string, value: (row: AnyRow) => unknown): Verbs };
interface World {
  readonly houses: Verbs;
  readonly cities: Table;
  readonly towns: Table;
}

const VERBS: Readonly<Record<string, (world: World) => unknown>> = {
  'select in any case': ({ houses }) => houses.select('medinc', 'ID'),
  'select of a list': ({ houses }) => houses.select(['ID', 'CITY']),
  without: ({ houses }) => houses.without('CITY', 'SOLD'),
  rename: ({ houses }) => houses.rename({ medinc: 'INCOME', CITY: 'TOWN' }).sortBy('TOWN').select('TOWN'),
  'rename, then filter and groupBy': ({ houses }) =>
    houses
      .rename({ CITY: 'TOWN' })
      .filter((row) => row.TOWN !== 'Davis')
      .groupBy('TOWN')
      .count(),
  'sortBy, then other names in its place': ({ houses }) =>
    houses.sortBy(['ID'], { descending: true }).rename({ ID: 'MEDINC', MEDINC: 'ID' }),
  'sortBy, then another value in its place': ({ houses }) =>
    houses.sortBy('ID', { descending: true }).addColumn('ID', (row) => 10 - row.ID),
  'groupBy, then other names in its place': ({ houses }) =>
    houses.groupBy('CITY').count().rename({ CITY: 'count', count: 'CITY' }),
  'groupBy with one figure of several columns': ({ houses }) => houses.groupBy('CITY').mean('medinc', 'ID'),
  'groupBy with the ends of a column': ({ houses }) =>
    houses.groupBy('CITY').max('SOLD').join(houses.groupBy('CITY').min('SOLD'), 'CITY').sortBy('CITY'),
  'sortBy, descending': ({ houses }) => houses.sortBy('MEDINC', { descending: true }),
  'sortBy, ascending as pandas says it': ({ houses }) => houses.sortBy('ID', { ascending: false }),
  'sortBy two columns': ({ houses }) => houses.sortBy(['CITY', 'ID'], { descending: [true, false] }),
  head: ({ houses }) => houses.sortBy('ID').head(3),
  'head of a head': ({ houses }) => houses.sortBy('ID').head(3).head(2),
  'filter after head': ({ houses }) =>
    houses
      .sortBy('ID')
      .head(4)
      .filter((row) => row.CITY === 'Davis'),
  'filter with a value beside the row': ({ houses }) =>
    houses.filter((row, { least }) => row.MEDINC > least, { least: 5 }).sortBy('ID'),
  'addColumn, then filter by it': ({ houses }) =>
    houses
      .addColumn('DOUBLE', (row) => row.MEDINC * 2)
      .filter((row) => row.DOUBLE > 8)
      .sortBy('ID'),
  'addColumn in place of another': ({ houses }) => houses.addColumn('CITY', (row) => row.CITY ?? 'none').sortBy('ID'),
  'groupBy with every figure': ({ houses }) =>
    houses.groupBy('CITY').aggregate({
      rows: count(),
      known: count('MEDINC'),
      total: sum('MEDINC'),
      income: mean('MEDINC'),
      middle: median('MEDINC'),
      high: quantile('MEDINC', 0.9),
      least: min('MEDINC'),
      most: max('SOLD'),
      spread: stdev('MEDINC'),
      squares: variance('MEDINC'),
      kinds: distinct('MEDINC'),
      rich: sum('RICH'),
    }),
  'groupBy with figures as texts': ({ houses }) => houses.groupBy('CITY').aggregate({ MEDINC: 'mean', ID: 'max' }),
  'groupBy two columns': ({ houses }) => houses.groupBy('CITY', 'RICH').aggregate({ rows: count() }),
  'groupBy a computed column': ({ houses }) =>
    houses
      .addColumn('HIGH', (row) => row.MEDINC > 5)
      .groupBy('HIGH')
      .aggregate({ rows: count() }),
  'filter of groups': ({ houses }) =>
    houses
      .groupBy('CITY')
      .aggregate({ rows: count() })
      .filter((row) => row.rows > 1),
  'aggregate of all rows': ({ houses }) =>
    houses.aggregate({ rows: count(), income: mean('MEDINC'), both: corr('MEDINC', 'ID') }),
  'aggregate of no rows': ({ houses }) =>
    houses.filter((row) => row.ID > 99).aggregate({ rows: count(), total: sum('MEDINC'), income: mean('MEDINC') }),
  valueCounts: ({ houses }) => houses.valueCounts('CITY'),
  'valueCounts after a filter': ({ houses }) => houses.filter((row) => row.ID > 1).valueCounts('RICH'),
  'join by one name': ({ houses, cities }) => houses.join(cities, 'CITY').sortBy('ID'),
  'join by other names, left': ({ houses, towns }) =>
    houses.join(towns, { on: { CITY: 'TOWN' }, how: 'left' }).sortBy('ID'),
  'join, right': ({ houses, cities }) => houses.join(cities, { on: 'CITY', how: 'right' }).sortBy(['ID_RIGHT', 'ID']),
  'join, full': ({ houses, cities }) => houses.join(cities, { on: 'CITY', how: 'full' }).sortBy(['ID', 'ID_RIGHT']),
  'join, then groupBy': ({ houses, cities }) =>
    houses
      .filter((row) => row.ID < 6)
      .join(cities, { on: 'CITY' })
      .groupBy('STATE')
      .aggregate({ income: mean('MEDINC') }),
};

describe('a verb', () => {
  let account: LocalSnowflake;
  let snowflake: Snowflake;
  beforeAll(async () => {
    account = await startLocalSnowflake();
    snowflake = await account.connect();
    await snowflake.writeTable(HOUSES, 'HOUSES');
    await snowflake.writeTable(CITIES, 'CITIES');
    await snowflake.writeTable(TOWNS, 'TOWNS');
  });
  afterAll(async () => await account.close());

  test.each(Object.entries(VERBS))('gives the same rows in memory and in Snowflake: %s', async (_, verb) => {
    const query = verb({
      houses: snowflake.table('HOUSES') as unknown as Verbs,
      cities: snowflake.table('CITIES') as unknown as Table,
      towns: snowflake.table('TOWNS') as unknown as Table,
    }) as TableQuery;
    const table = verb({ houses: HOUSES, cities: CITIES, towns: TOWNS } as unknown as World) as Table;

    const read = await query.read();

    expect(read.columnNames).toEqual(table.columnNames);
    expect(near(read)).toEqual(near(table));
    expect(await query.rowCount()).toBe(table.rowCount);
  });

  test('gives the same figures in memory and in Snowflake', async () => {
    const query = snowflake.table('HOUSES');
    for (const figures of [query, HOUSES]) {
      expect(await figures.mean('medinc')).toBe(5);
      expect(await figures.median('MEDINC')).toBe(4.5);
      expect(Number(await figures.sum('ID'))).toBe(28);
      expect(String(await figures.min('SOLD'))).toBe('2023-12-31');
      expect(await figures.max('CITY')).toBe('fresno');
      expect(await figures.corr('MEDINC', 'ID')).toBeCloseTo(-10.75 / Math.sqrt(49.125 * 28), 12);
      expect(new Set(await figures.unique('CITY'))).toEqual(new Set(['Davis', 'Fresno', 'fresno', null]));
    }
    expect(await query.filter((row) => row.ID > 99).mean('ID')).toBe(null);
  });

  test.each<[string, (houses: Table) => Table | Promise<Table>]>([
    ['describe', (houses) => houses.describe()],
    ['describe of what a filter leaves', (houses) => houses.filter((row) => row.RICH === true).describe()],
    ['corr', (houses) => houses.corr()],
    ['pivot', (houses) => houses.pivot({ rows: 'CITY', columns: 'RICH' })],
    [
      'pivot of a figure',
      (houses) => houses.pivot({ rows: ['CITY'], columns: 'rich', values: 'MEDINC', aggregate: 'max' }),
    ],
  ])('reads the same table as in memory: %s', async (_, verb) => {
    const read = await verb(snowflake.table('HOUSES') as unknown as Table);
    const table = await verb(HOUSES);

    expect(read.columnNames).toEqual(table.columnNames);
    expect(near(read)).toEqual(near(table));
  });

  test('draws as many rows as asked, each once, and refuses a seed', async () => {
    const houses = snowflake.table('HOUSES');
    const ids = async (query: TableQuery) => (await query.read()).toRows().map((row) => Number(row.ID));

    expect(new Set(await ids(houses.sample(4))).size).toBe(4);
    expect((await ids(houses.sample(99))).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(() => houses.sample(4, { seed: 7 } as never)).toThrow(/takes no seed/);
  });

  test('tells the statement that would run, with its values beside it', async () => {
    const query = snowflake
      .table('houses')
      .filter((row, { least }) => row.MEDINC > least && row.CITY !== 'Davis', { least: 2 })
      .groupBy('CITY')
      .aggregate({ rows: count(), income: mean('MEDINC') });

    expect(String(await query.sql())).toBe(SQL_OF_GROUPS);
  });

  test('of a query shows its statement in place of its name, and what is wrong with it', async () => {
    const shown: Promise<string>[] = [];
    offerLateDisplay((_, later) => {
      shown.push(later.then((bundle) => String(bundle[MIME.text]), messageOf));
    });

    snowflake.table('HOUSES').head(2)[SHOW_ITSELF]?.();
    snowflake.table('HOUSES').select('MEDINK')[SHOW_ITSELF]?.();

    expect(await Promise.all(shown)).toEqual([
      'select *\nfrom HOUSES\nlimit 2\n\nThe rows are in Snowflake: await query.read() brings them.',
      expect.stringContaining('no column MEDINK'),
    ]);
  });

  test('names a column that is not there, a name outside of its function, and what SQL cannot say', async () => {
    const houses = snowflake.table('HOUSES');
    const cut = 2;

    await expect(houses.select('MEDINK').read()).rejects.toThrow(/no column MEDINK.*Did you mean MEDINC\?/s);
    await expect(houses.filter((row) => row.MEDINC > cut).read()).rejects.toThrow(/cut is outside of the function/);
    await expect(houses.filter((row) => /F/.test(row.CITY)).read()).rejects.toThrow(/cannot be told as SQL/);
  });
});

const SQL_OF_GROUPS = `select
  CITY,
  count(*) as "rows",
  avg(MEDINC) as "income"
from HOUSES
where (MEDINC > ? and MEDINC <> 'NaN'::float) and (CITY <> 'Davis' or CITY is null)
group by CITY
order by CITY nulls last
-- ? is 2`;

/** Figures in binary may differ in their last digits, by the order in which they are summed up. */
function near(table: Table): readonly unknown[] {
  return table
    .toRows()
    .map((row) =>
      Object.values(row).map((value) =>
        typeof value === 'number' || typeof value === 'bigint'
          ? Number(Number(value).toPrecision(12))
          : value === null
            ? null
            : String(value),
      ),
    );
}
