import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { quoteIdentifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  await snowflake.sql`create schema db.elsewhere`;
  await snowflake.sql`use schema db.s`;
});
afterAll(() => account?.close());

const ROWS = Table.fromRows([{ N: 1 }, { N: 2 }]);
const MADE_UP = Table.fromRows([{ N: 1 }], { origin: 'made up: synthetic rows of a test' });

/** Names that hold what LIKE and SQL read in their own way, each beside a name that such a pattern would match. */
const NAMES = ['HOUSES', 'MY_HOUSES', '100%', "it's", 'a "b"', 'back\\slash'] as const;
const LIKENESS: Readonly<Record<string, string>> = { MY_HOUSES: 'MYXHOUSES', '100%': '100 percent' };

describe('a table of the same name in another schema', () => {
  test.each(NAMES)('is not taken for the one that a load makes here: %s', async (name) => {
    const quoted = quoteIdentifier(name);
    await snowflake.writeTable(ROWS, `db.elsewhere.${quoted}`);
    const alike = LIKENESS[name];
    if (alike !== undefined) await snowflake.writeTable(ROWS, quoteIdentifier(alike));

    await snowflake.writeTable(ROWS, quoted);

    expect((await snowflake.execute(`select * from db.s.${quoted}`)).rowCount).toBe(2);
  });

  test('does not lend its mark of made-up rows', async () => {
    await snowflake.writeTable(MADE_UP, 'db.elsewhere.marked');
    await snowflake.writeTable(ROWS, 'marked');

    expect((await snowflake.sql`select * from marked`).origin).toBeUndefined();
  });

  test('is not listed for this schema, and its view does not stand in the way', async () => {
    await snowflake.sql`create view db.elsewhere.seen as select 1 as n`;
    await snowflake.sql`create table db.elsewhere.only_there (n float)`;

    await snowflake.writeTable(ROWS, 'seen');

    const { items } = await snowflake.listTables();
    expect(items.map(({ schema }) => schema)).not.toContain('ELSEWHERE');
    expect(items.map(({ name }) => name)).toContain('SEEN');
  });
});
