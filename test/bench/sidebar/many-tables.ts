import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { withEnvironment } from '../../support/with-environment';

/** The schema that holds them, and how many there are. */
export const MANY_TABLES = { database: 'MANY', schema: 'TABLES', count: 10_000 } as const;

/** Makes a database with a schema of many tables, with a few rows in some of them. */
export async function makeManyTables(settings: Readonly<Record<string, string>>): Promise<void> {
  const restore = withEnvironment(settings);
  const signal = new AbortController().signal;
  const snowflake = await connect({ signal });
  const run = async (sql: string) => (await snowflake.execute(sql, [], { signal })).close();
  const { database, schema, count } = MANY_TABLES;
  try {
    await run(`create database ${database}`);
    await run(`create schema ${database}.${schema}`);
    for (let table = 0; table < count; table++) {
      const name = `${database}.${schema}.TABLE_${String(table).padStart(5, '0')}`;
      await run(
        table % 10 === 0
          ? `create table ${name} as select 1 as id, 'Fresno' as city, 2.5::float as price`
          : `create table ${name} (id number, city varchar, price float)`,
      );
      if (table % 2_000 === 1_999) console.log(`${table + 1} of ${count} tables made`);
    }
  } finally {
    await snowflake.close();
    restore();
  }
}
