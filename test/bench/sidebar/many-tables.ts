import { join } from 'node:path';
import { SNOWFLAKE_NAMES } from 'kernel-helpers/story-names';
import { SNOWFLAKE_ACCOUNT } from '../../../kernel-helpers/local-account/dist/account/environment';
import { Account } from '../../../kernel-helpers/local-account/dist/snowflake/account';
import type { TableObject } from '../../../kernel-helpers/local-account/dist/snowflake/catalog/catalog-object';
import { columnTypeOf, duckdbTypeOf } from '../../../kernel-helpers/local-account/dist/snowflake/catalog/column-type';
import {
  physicalSchemaName,
  physicalTableName,
  printPhysical,
  quote,
} from '../../../kernel-helpers/local-account/dist/snowflake/catalog/physical-name';
import { Cancellation } from '../../../kernel-helpers/local-account/dist/snowflake/engine/cancellation';
import { PLAIN_COLUMN } from '../../../kernel-helpers/local-account/dist/snowflake/sql/plain-column';

/** The schema that holds them, and how many there are. */
export const MANY_TABLES = { database: 'MANY', schema: 'TABLES', count: 10_000 } as const;

const COLUMNS = [
  { ...PLAIN_COLUMN, name: 'ID', type: columnTypeOf('NUMBER', []) },
  { ...PLAIN_COLUMN, name: 'CITY', type: columnTypeOf('VARCHAR', []) },
  { ...PLAIN_COLUMN, name: 'PRICE', type: columnTypeOf('FLOAT', []) },
];
const ROW = "(1, 'Fresno', 2.5)";

/**
 * Writes a database with a schema of many tables, some of them with a row, into the folder of a local account that does not
 * run. One transaction makes them all in seconds; a CREATE TABLE for each would take minutes of requests and commits.
 */
export async function writeManyTables(accountFolder: string): Promise<void> {
  const account = await Account.open(join(accountFolder, 'snowflake'), SNOWFLAKE_ACCOUNT, {
    firstObjects: SNOWFLAKE_NAMES,
  });
  const connection = await account.database.connect();
  const { database, schema, count } = MANY_TABLES;
  const common = { createdOn: new Date(), comment: '', transient: false };
  const tables = Array.from({ length: count }, (_, number) => tableNumber(number));
  try {
    await account.catalog.apply(connection, new Cancellation(), {
      sql: [`CREATE SCHEMA ${quote(physicalSchemaName(database, schema))}`, ...tables.flatMap(sqlOf)],
      put: [
        { ...common, kind: 'database', database: '', schema: '', name: database },
        { ...common, kind: 'schema', database, schema: '', name: schema },
        ...tables,
      ],
    });
  } finally {
    connection.closeSync();
    await account.close();
  }
}

function tableNumber(number: number): TableObject {
  const { database, schema } = MANY_TABLES;
  const name = { database, schema, name: `TABLE_${String(number).padStart(5, '0')}` };
  return {
    kind: 'table',
    ...name,
    createdOn: new Date(),
    comment: '',
    tableKind: 'TABLE',
    columns: COLUMNS,
    physical: physicalTableName(name, false),
  };
}

function sqlOf({ physical, columns }: TableObject, number: number): readonly string[] {
  const table = printPhysical(physical);
  const described = columns.map(({ name, type }) => `${quote(name)} ${duckdbTypeOf(type)}`).join(', ');
  const fill = number % 10 === 0 ? [`INSERT INTO ${table} VALUES ${ROW}`] : [];
  return [`CREATE TABLE ${table} (${described})`, ...fill];
}
