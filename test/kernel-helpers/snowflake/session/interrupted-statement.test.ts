import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { cancelUntilEnded } from 'kernel-helpers/snowflake/session/cancel-statement';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import type { Gate, Moment } from '../../../support/gate';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let gate: Gate;
let snowflake: Snowflake;
let observer: Snowflake;
const said = jest.spyOn(process.stderr, 'write');
beforeAll(async () => {
  account = await startLocalSnowflake();
  gate = await startSnowflakeGate(account.url);
  snowflake = await account.connect({ accessUrl: gate.url });
  observer = await account.connect();
  await snowflake.sql`create table noted (n float)`;
});
afterAll(async () => {
  said.mockRestore();
  await gate?.close();
  await account?.close();
});

const ABORT = '/queries/v1/abort-request';
const CANCELLED = { message: 'The statement was interrupted and cancelled in Snowflake.', facts: { cancelled: true } };
const FINISHED = {
  message: 'The statement had finished in Snowflake when it was interrupted.',
  facts: { finished: true },
};

const STATEMENTS = [
  ['select system$wait(20)', 'before it is run', CANCELLED, 0],
  [
    'create table late as select seq8() as n from table(generator(rowcount => 900000000))',
    'before it is run',
    CANCELLED,
    0,
  ],
  ['insert into noted values (2)', 'after it is done', FINISHED, 1],
  ['select count(*) from noted', 'after it is done', FINISHED, 0],
] as const satisfies readonly (readonly [string, Moment, object, number])[];

// gosnowflake asks again after 000605, too: restful.go, cancelQuery.
test.each(STATEMENTS)(
  'an interrupt of "%s" %s says what became of the statement, although Snowflake first says that none runs',
  async (sqlText, moment, outcome, rowsAdded) => {
    const before = await observer.sql`select n from noted`;
    const interrupt = new AbortController();
    const statement = gate.hold(sqlText, moment);
    const request = gate.hold(ABORT, 'after it is done');

    const running = snowflake.execute(sqlText, [], { signal: interrupt.signal });
    const ended = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    await statement.reached;
    interrupt.abort(new Error('enough'));
    await request.reached;
    request.release();
    statement.release();

    expect(await ended).toMatchObject(outcome);
    expect((await observer.sql`select n from noted`).rowCount).toBe(before.rowCount + rowsAdded);
    expect(said).not.toHaveBeenCalled();
  },
);

test('an interrupt in the middle cancels the statement', async () => {
  const interrupt = new AbortController();
  const running = snowflake.execute('select system$wait(30)', [], { signal: interrupt.signal });
  const ended = expect(running).rejects.toMatchObject(CANCELLED);
  const isRunning = async () => {
    const history = await observer.sql`select execution_status as status from table(information_schema.query_history())
      where query_text = 'select system$wait(30)'`;
    return history.toRows().some(({ STATUS }) => STATUS === 'RUNNING');
  };
  while (!(await isRunning())) await new Promise(setImmediate);
  interrupt.abort(new Error('enough'));

  await ended;
  expect(said).not.toHaveBeenCalled();
});

test('nobody asks for ever when the answer to a statement is lost', async () => {
  const given = await new Promise((resolve) => {
    cancelUntilEnded(async () => '000605', resolve, { againAfterMilliseconds: 10, forSeconds: 0.1 });
  });

  expect(given).toBe('not running');
});

// Snowflake runs a request id once (nodejs repository, test/integration/testExecute.js).
test.each(['before it is run', 'after it is done'] as const)(
  'a statement whose connection breaks %s runs once all the same',
  async (moment) => {
    const before = await observer.sql`select n from noted`;
    const loss = gate.lose('insert into noted values (4)', moment, 2);

    const table = await snowflake.sql`insert into noted values (4)`;

    expect(loss.met).toBe(2);
    expect(table.toRows()).toEqual([{ 'number of rows inserted': 1 }]);
    expect((await observer.sql`select n from noted`).rowCount).toBe(before.rowCount + 1);
  },
);
