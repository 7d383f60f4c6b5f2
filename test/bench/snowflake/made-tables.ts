import type { Snowflake } from '../../../kernel-helpers/dist/index';

/** Nine floats of up to 15 digits. */
const FLOATS = Array.from({ length: 9 }, (_, index) => `sin(n * ${index + 1}.37 + ${index}) * 100 as f${index}`);

/** The columns of a table as people have it: ten floats, whole numbers, decimals, flags, texts, dates and times. */
const MIXED = [
  ...FLOATS,
  'sin(n * 10.37 + 9) * 100 as f9',
  'n as id',
  '(n % 100000)::number(12, 0) as rooms',
  '(n % 9000 / 100)::number(12, 2) as price',
  '(n * 3 % 50)::number(10, 1) as age',
  'n % 3 = 0 as sold',
  "'house ' || (n % 5000) as house",
  "'a longer text about number ' || n || ', which is hardly ever the same' as remark",
  "dateadd(day, n % 3650, '2015-01-01'::date) as listed",
  "dateadd(second, n, '2020-01-01'::timestamp_ntz) as seen",
  'iff(n % 10 = 0, null, n % 777)::number(38, 0) as agent',
];

const COLUMNS = { mixed: MIXED, floats: FLOATS } as const;

export type MadeTable = keyof typeof COLUMNS;

export async function makeTable(snowflake: Snowflake, table: MadeTable, rowCount: number): Promise<void> {
  await snowflake.execute(
    `create or replace table ${table} as select ${COLUMNS[table].join(', ')} from (select seq4() as n from table(generator(rowcount => ${rowCount})))`,
  );
}
