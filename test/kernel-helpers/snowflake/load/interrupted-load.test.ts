import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../../support/capture-stdout';
import type { Gate, Moment } from '../../../support/gate';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let gate: Gate;
let snowflake: Snowflake;
let observer: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  gate = await startSnowflakeGate(account.url);
  snowflake = await account.connect({ accessUrl: gate.url });
  observer = await account.connect();
});
afterAll(async () => {
  await gate?.close();
  await account?.close();
});

const AS_BEFORE = 'Loading guarded was interrupted: the table is as it was before.\n';
const ROWS_ARE_IN = 'Loading guarded was almost done when it was interrupted: its rows are in.\n';

/** On a busy machine a load takes longer than two seconds, and then says how far it is. */
const PROGRESS = /^Loading guarded(?:: .*)?\n/gm;

type Load = 'append' | 'replace' | 'replace with other columns' | 'new table';

interface Interrupted {
  readonly load: Load;
  readonly at: string;
  readonly moment: Moment;
}

const LOADS: readonly Load[] = ['append', 'replace', 'replace with other columns', 'new table'];
const each = (at: string, moment: Moment, loads: readonly Load[] = LOADS): readonly Interrupted[] =>
  loads.map((load) => ({ load, at, moment }));

const BEFORE_THE_END: readonly Interrupted[] = [
  ...each('describe table', 'before it is run', ['append']),
  ...each('create temporary stage', 'after it is done'),
  ...each("put 'file:", 'before it is run'),
  ...each("put 'file:", 'after it is done'),
  ...each('create temporary table', 'after it is done', ['replace with other columns', 'new table']),
  ...each('begin', 'before it is run'),
  ...each('begin', 'after it is done', ['append']),
  ...each('delete from', 'after it is done', ['replace']),
  ...each('copy into', 'before it is run'),
  ...each('copy into', 'after it is done'),
  ...each('commit', 'after it is done', ['replace with other columns', 'new table']),
];

const TOO_LATE: readonly Interrupted[] = [
  ...each('commit', 'before it is run', ['append', 'replace']),
  ...each('commit', 'after it is done', ['append', 'replace']),
  ...each('create table', 'after it is done', ['new table']),
  ...each('create or replace table', 'after it is done', ['replace with other columns']),
  ...each('drop table', 'before it is run', ['replace with other columns', 'new table']),
  ...each('drop stage', 'before it is run'),
];

describe('an interrupted load', () => {
  beforeEach(async () => {
    await snowflake.sql`create or replace table guarded (n float, name varchar)`;
    await snowflake.sql`insert into guarded values (0.5, 'old')`;
  });

  /** Interrupts the load at that moment; returns what it said, and whether it failed. */
  async function interruptLoad({ load, at, moment }: Interrupted) {
    if (load === 'new table') await snowflake.sql`drop table guarded`;
    const interrupt = new AbortController();
    const held = gate.hold(at, moment);
    let hasFailed = false;
    const said = await captureStdout(async () => {
      const loading = snowflake
        .writeTable(newRows(load), 'guarded', {
          ifExists: load === 'append' ? 'append' : 'replace',
          signal: interrupt.signal,
          onProgress: () => undefined,
        })
        .catch(() => {
          hasFailed = true;
        });
      await held.reached;
      interrupt.abort(new Error('enough'));
      held.release();
      await loading;
    });
    return { said: said.replace(PROGRESS, ''), hasFailed };
  }

  test.each(BEFORE_THE_END)('leaves the table as it was, and says so: $load, $at, $moment', async (interrupted) => {
    expect(await interruptLoad(interrupted)).toEqual({ said: AS_BEFORE, hasFailed: true });

    const old = interrupted.load === 'new table' ? undefined : [{ N: 0.5, NAME: 'old' }];
    expect([await rowsSeenBy(snowflake), await rowsSeenBy(observer)]).toEqual([old, old]);
    await expectNothingLeftOver();
  });

  test.each([
    ['create temporary table', 'after it is done'],
    ['copy into', 'after it is done'],
    ['commit', 'after it is done'],
    ['create table', 'before it is run'],
  ] as const)(
    'never shows others a new table without its rows, even if the client is killed at %s, %s',
    async (at, moment) => {
      await snowflake.sql`drop table guarded`;
      const held = gate.hold(at, moment);
      const rows = newRows('new table');

      const loading = snowflake.writeTable(rows, 'guarded', { onProgress: () => undefined });
      await held.reached;
      expect(await rowsSeenBy(observer)).toBeUndefined();

      held.release();
      await loading;
      expect(await rowsSeenBy(observer)).toEqual(rows.toRows());
    },
  );

  test.each(TOO_LATE)('that comes too late says that the rows are in: $load, $at, $moment', async (interrupted) => {
    expect(await interruptLoad(interrupted)).toEqual({ said: ROWS_ARE_IN, hasFailed: false });

    const old = interrupted.load === 'append' ? [{ N: 0.5, NAME: 'old' }] : [];
    const rows = [...old, ...newRows(interrupted.load).toRows()];
    expect([await rowsSeenBy(snowflake), await rowsSeenBy(observer)]).toEqual([rows, rows]);
    await expectNothingLeftOver();
  });
});

function newRows(load: Load): Table {
  return Table.fromRows(load === 'replace with other columns' ? [{ OTHER: 1.5 }] : [{ N: 1.5, NAME: 'new' }]);
}

/** Undefined where there is no such table. */
async function rowsSeenBy(session: Snowflake): Promise<readonly unknown[] | undefined> {
  const { rowCount } = await session.sql`show tables like 'GUARDED' in schema`;
  return rowCount === 0 ? undefined : (await session.sql`select * from guarded order by 1`).toRows();
}

/** No stage, no other table, and no transaction: others see an insert at once, and a rollback does not undo it. */
async function expectNothingLeftOver(): Promise<void> {
  expect((await snowflake.sql`show stages in schema`).rowCount).toBe(0);
  await snowflake.sql`create table if not exists noted (n float)`;
  await snowflake.sql`insert overwrite into noted values (1)`;
  await snowflake.sql`rollback`;
  expect((await observer.sql`select n from noted`).rowCount).toBe(1);
  await snowflake.sql`drop table noted`;
  const tables = (await snowflake.sql`show tables in schema`).column('name').values;
  expect([...tables].filter((name) => name !== 'GUARDED')).toEqual([]);
}
