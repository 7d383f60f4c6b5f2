import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';
import { names, type TableColumn, tableColumns } from './table-arbitraries';

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
});
afterAll(async () => {
  await account.close();
});

describe('any table', () => {
  test('is the same table when it is loaded and read again', async () => {
    await fc.assert(
      fc.asyncProperty(tableColumns, names, async (columns, tableName) => {
        const name = `"${tableName.replaceAll('"', '""')}"`;
        const sent = new Table(columns.map(({ column }) => column));

        const report = await snowflake.writeTable(sent, name, { ifExists: 'replace', preserveCase: true });
        const read = await snowflake.sql`select * from ${identifier(name)}`;

        expect(report.rows).toBe(sent.rowCount);
        expect(read.columnNames).toEqual(sent.columnNames);
        expect(read.columns.map(({ type }) => type)).toEqual(columns.map(({ readType }) => readType));
        expect(read.rowCount).toBe(sent.rowCount);
        expect(shown(read, columns)).toEqual(shown(sent, columns));
      }),
      { seed: 20_261_127, numRuns: 15 },
    );
  });
});

function shown(table: Table, columns: readonly TableColumn[]): unknown {
  return table.columns.map((column, index) => {
    const value = columns[index].shown(column);
    return Array.from({ length: table.rowCount }, (_, row) => (column.nulls?.[row] === 1 ? null : value(row)));
  });
}
