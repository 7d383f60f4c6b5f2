import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { withEnvironment } from '../../support/with-environment';
import type { BenchSite } from './bench-site';

export const WIDE_TARGET = 'y';

/** Makes a table of 19 features and a target that follows from some of them, all FLOAT of up to 15 digits. */
export async function makeWideTable({ account }: BenchSite, table: string, rowCount: number): Promise<void> {
  const features = Array.from({ length: 19 }, (_, index) => `sin(n * ${index + 1}.37 + ${index}) * 100 as f${index}`);
  const restore = withEnvironment(account.settings);
  const snowflake = await connect();
  try {
    const { SF_WAREHOUSE: warehouse, SF_DATABASE: database, SF_SCHEMA: schema } = account.settings;
    await snowflake.execute(`create warehouse if not exists ${warehouse}`);
    await snowflake.execute(`create database if not exists ${database}`);
    await snowflake.execute(`create schema if not exists ${database}.${schema}`);
    await snowflake.execute(
      `create or replace table ${table} as select *, f0 + f1 * f2 / 50 + abs(f3) + sin(f4) * 20 as ${WIDE_TARGET}
       from (select ${features.join(', ')} from (select seq4() as n from table(generator(rowcount => ${rowCount}))))`,
    );
  } finally {
    await snowflake.close();
    restore();
  }
}
