import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../../support/capture-stdout';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { until } from '../../../support/until';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';
import { type ScriptedAnswer, startScriptedSnowflake } from '../scripted-snowflake';

const ORIGIN = 'synthetic stand-in: no internet';
const REAL = Table.fromRows([{ n: 1 }, { n: 2 }]);
const MADE_UP = new Table(REAL.columns, { origin: ORIGIN });

let account: LocalSnowflake;
let snowflake: Snowflake;
let other: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  other = await account.connect();
});
afterAll(async () => {
  await account.close();
});

/** The mark on the result of a statement. */
async function markOf(sqlText: string, session = snowflake): Promise<string | undefined> {
  return (await (await session.execute(sqlText)).read()).origin;
}

async function commentOf(table: string): Promise<unknown> {
  const shown = await snowflake.sql`show tables in schema DB.S`;
  return shown.toRows().find(({ name }) => name === table)?.comment;
}

describe('rows of a table that is made up', () => {
  beforeAll(async () => {
    await snowflake.writeTable(MADE_UP, 'made_up');
    await snowflake.writeTable(REAL, 'real');
    await snowflake.writeTable(MADE_UP, '"Made Up"');
    await snowflake.sql`create view seen as select n from made_up where n > 1`;
    await snowflake.sql`create view seen_again as select * from seen`;
    await snowflake.sql`create view real_seen as select n from real`;
  });

  test.each([
    'select * from made_up',
    '-- look\n select * from made_up',
    '/* look */ (select * from made_up)',
    'select count(*) as n from made_up',
    'select * from real join made_up using (n)',
    'select * from real, made_up',
    'select n from real union all select n from made_up',
    'select (select max(n) from made_up) as n',
    'with a as (select * from made_up) select * from a',
    'select * from "Made Up"',
    'select * from db.s.made_up',
    'select * from DB.S."MADE_UP"',
    "select * from identifier('db.s.made_up')",
    "select * from table('made_up')",
    'select * from seen',
    'select * from seen_again',
  ])('are marked by %j', async (sqlText) => {
    expect(await markOf(sqlText)).toBe(ORIGIN);
  });

  test('are marked in the sql tag, with a name put in, and in another session', async () => {
    expect((await snowflake.sql`select * from ${identifier('made_up')}`).origin).toBe(ORIGIN);
    expect(await markOf('select * from made_up', other)).toBe(ORIGIN);
  });

  test.each([
    'select * from real',
    'select 1 as n',
    'select * from real_seen',
    "select 'from made_up' as n -- from made_up",
    'with made_up as (select 1 as n) select * from made_up',
    'select n as made_up from real',
    'show tables',
  ])('are not seen in %j', async (sqlText) => {
    expect(await markOf(sqlText)).toBeUndefined();
  });
});

describe('the mark follows the rows', () => {
  beforeEach(async () => {
    await snowflake.writeTable(REAL, 'changing', { ifExists: 'replace' });
    await snowflake.writeTable(MADE_UP, 'source', { ifExists: 'replace' });
  });

  test('when a table is replaced, in this session and in another, back and forth', async () => {
    for (const session of [snowflake, other]) {
      expect(await markOf('select * from changing')).toBeUndefined();
      await session.writeTable(MADE_UP, 'changing', { ifExists: 'replace' });
      expect(await markOf('select * from changing')).toBe(ORIGIN);
      await session.writeTable(REAL, 'changing', { ifExists: 'replace' });
    }
    expect(await markOf('select * from changing')).toBeUndefined();
  });

  test('when made-up rows are appended to real ones', async () => {
    await snowflake.sql`comment on table changing is 'Houses of Kern'`;

    await other.writeTable(MADE_UP, 'changing', { ifExists: 'append' });

    expect(await markOf('select * from changing')).toContain(ORIGIN);
    expect(await commentOf('CHANGING')).toBe(`Houses of Kern (${ORIGIN})`);
  });

  test.each([
    ['create or replace table copied as select * from source', 'COPIED'],
    ['create or replace table copied as with a as (select * from source) select n + 1 as n from a', 'COPIED'],
    ['insert into changing select * from source', 'CHANGING'],
    ['-- fill\ninsert into db.s.changing (n) select max(n) from source', 'CHANGING'],
    ['update changing set n = (select max(n) from source)', 'CHANGING'],
    ['create or replace temporary table mine as select * from source', 'MINE'],
  ])('when SQL copies them: %j', async (sqlText, copy) => {
    const said = await captureStdout(async () => {
      await snowflake.execute(sqlText);
    });

    expect(await markOf(`select * from ${copy}`)).toBe(ORIGIN);
    expect(said).toMatch(new RegExp(`${copy} now holds made-up rows \\(${ORIGIN}\\)\\. Its comment says so\\.`));
  });

  test('and not the name', async () => {
    await snowflake.sql`create or replace table source as select 1 as n`;

    expect(await markOf('select * from source')).toBeUndefined();
    expect(await markOf('select * from changing')).toBeUndefined();
  });

  test('to no table that only receives real rows beside it', async () => {
    await snowflake.sql`insert into source select * from changing`;
    await snowflake.sql`delete from changing where n in (select n from source)`;

    expect(await markOf('select * from changing')).toBeUndefined();
    expect(await markOf('select * from source')).toBe(ORIGIN);
  });

  test('out of a temporary table that hides another of its name, and not into that one', async () => {
    const session = await account.connect();
    await session.sql`create temporary table changing (n number(10,0))`;
    await session.writeTable(MADE_UP, 'changing', { ifExists: 'append' });

    expect(await markOf('select * from changing', session)).toBe(ORIGIN);
    expect(await markOf('select * from changing', other)).toBeUndefined();
  });

  test('only after the commit where a transaction is open, and the cell is told so', async () => {
    const session = await account.connect();
    await session.sql`begin`;
    const told = await toldBy(() => session.sql`insert into changing select * from source`);
    await session.sql`rollback`;

    expect(told).toContain('This transaction brings made-up rows (synthetic stand-in: no internet) into CHANGING.');
    expect(await markOf('select * from changing')).toBeUndefined();
    const [, advised] = /Mark the table after the commit: (.+)\n/.exec(told) ?? [];
    await session.execute(advised);
    expect(await markOf('select * from changing')).toBe(ORIGIN);
  });

  test('back to what it was when an append fails', async () => {
    await snowflake.sql`create or replace table narrow (n number(2,0) not null) comment = 'mine'`;
    const rows = new Table(Table.fromRows([{ n: null }, { n: 3 }]).columns, { origin: ORIGIN });

    await expect(snowflake.writeTable(rows, 'narrow', { ifExists: 'append' })).rejects.toThrow();

    expect(await commentOf('NARROW')).toBe('mine');
  });
});

describe('a mark that cannot be looked up', () => {
  const ROWS: ScriptedAnswer = { rowtype: [{ name: 'N', type: 'real', nullable: true }], rowset: [['1']] };

  test.each<[string, ScriptedAnswer, RegExp]>([
    [
      'fails the platform',
      { code: '000603', message: 'internal error', sqlState: 'XX000' },
      /^It is not known whether T holds made-up rows: /,
    ],
    ['is not shown to this role', { code: '002003', message: "Schema 'S' does not exist", sqlState: '02000' }, /^$/],
  ])('does not stop the query when it %s', async (_, answer, told) => {
    const server = await startScriptedSnowflake((sqlText) => (sqlText.startsWith('show') ? answer : ROWS));
    const session = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });

    const said = await toldBy(async () => {
      expect((await session.sql`select n from t`).toRows()).toEqual([{ N: 1 }]);
    });

    expect(said).toMatch(told);
    await session.close();
    await server.close();
  });

  test('is looked up while the query runs', async () => {
    const server = await startScriptedSnowflake(() => ROWS);
    const gate = await startSnowflakeGate(server.url);
    const session = await connect({ account: 'test', accessUrl: gate.url, user: 'u', password: 'p' });
    const held = gate.hold('select n from t', 'before it is run');

    const reading = session.sql`select n from t`;
    await held.reached;
    await until(() => server.statements.some(({ sqlText }) => sqlText.startsWith('show tables')));
    held.release();

    expect((await reading).rowCount).toBe(1);
    await session.close();
    await gate.close();
    await server.close();
  });

  test('is followed through views to the tables of their own schema', async () => {
    const shown = (name: string, comment: string, text: string): ScriptedAnswer => ({
      rowtype: ['name', 'comment', 'text', 'database_name', 'schema_name', 'kind'].map((column) => ({
        name: column,
        type: 'text',
        nullable: true,
      })),
      rowset: [[name, comment, text, 'D', 'S', 'TABLE']],
    });
    const none: ScriptedAnswer = { rowtype: [{ name: 'name', type: 'text', nullable: true }], rowset: [] };
    const server = await startScriptedSnowflake((sqlText) => {
      if (sqlText === `show tables like 'MADE\\\\_UP' in schema "D"."S"`) return shown('MADE_UP', ORIGIN, '');
      if (sqlText.startsWith(`show views like 'V' `)) return shown('V', '', 'create view v as select * from made_up;');
      if (sqlText.startsWith('show views')) return shown('SECURE', '', '');
      return sqlText.startsWith('show') ? none : ROWS;
    });
    const session = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });

    expect((await session.sql`select n from elsewhere.v`).origin).toBe(ORIGIN);
    expect((await session.sql`select n from elsewhere.secure`).origin).toBeUndefined();
    await session.close();
    await server.close();
  });
});

async function toldBy(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return lines.join('');
}
