import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendToStage } from 'kernel-helpers/snowflake/load/staged-rows';
import { connectionParameters } from 'kernel-helpers/snowflake/session/connection-parameters';
import { openDriverSession } from 'kernel-helpers/snowflake/session/driver-session';
import type { Session } from 'kernel-helpers/snowflake/session/session';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { quietly } from 'kernel-helpers/surroundings';
import type { Gate } from '../../../support/gate';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { withEnvironment } from '../../../support/with-environment';
import { LOGIN, type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let gate: Gate;
let observer: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  gate = await startSnowflakeGate(account.url);
  observer = await account.connect();
});
afterAll(async () => {
  await gate?.close();
  await account?.close();
});

const NEVER = new AbortController().signal;
const LATE =
  /not transferred within 1 seconds.*permission for the stage expired.*connect\(\{ statementTimeoutSeconds \}\)/;

describe('a session', () => {
  test('marks its statements in the query history', async () => {
    const tagged = await account.connect({ queryTag: 'houses, "nightly"' });
    await tagged.sql`select 41`;
    await observer.sql`select 42`;

    const history = await observer.sql`select query_text as text, query_tag as tag
      from table(information_schema.query_history()) where query_text in ('select 41', 'select 42')`;
    expect(history.toRows()).toEqual([
      { TEXT: 'select 41', TAG: 'houses, "nightly"' },
      { TEXT: 'select 42', TAG: '' },
    ]);
  });

  test.each([
    ['the name of its notebook', '/home/ana/work/houses 2.ipynb', undefined, 'houses 2.ipynb'],
    ['the tag that was asked for', '/home/ana/houses.ipynb', 'mine', 'mine'],
    ['no mark, if that was asked for', '/home/ana/houses.ipynb', '', ''],
    ['no mark in a console', '/home/ana/console-1', undefined, ''],
  ])('marks its statements with %s', async (_, JPY_SESSION_NAME, queryTag, expected) => {
    const restore = withEnvironment({ JPY_SESSION_NAME });
    try {
      const tagged = await account.connect({ queryTag });
      await tagged.sql`select 43`;
      const history = await observer.sql`select query_tag as tag
        from table(information_schema.query_history()) where query_text = 'select 43' order by start_time desc limit 1`;
      expect(history.toRows()).toEqual([{ TAG: expected }]);
    } finally {
      restore();
    }
  });

  test('has a time limit for its statements', async () => {
    const limited = await account.connect({ statementTimeoutSeconds: 1 });

    await expect(limited.sql`select system$wait(30)`).rejects.toMatchObject({ facts: { code: '000630' } });
    await expect(limited.sql`select 1`).resolves.toMatchObject({ rowCount: 1 });
  });

  test.each([
    [{ queryTag: 'x'.repeat(2001) }, '`queryTag` must be a text of at most 2000 characters.'],
    [{ statementTimeoutSeconds: 0 }, '`statementTimeoutSeconds` must be a whole number from 1 to 604800, not 0.'],
    [{ statementTimeoutSeconds: 1.5 }, '`statementTimeoutSeconds` must be a whole number from 1 to 604800, not 1.5.'],
    [{ statementTimeoutSeconds: 604_801 }, 'from 1 to 604800, not 604801.'],
  ])('is refused with %j', async (options, problem) => {
    await expect(account.connect(options)).rejects.toThrow(problem);
  });
});

describe('a transfer of files', () => {
  let folder: string;
  let session: Session;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'limits-'));
    writeFileSync(join(folder, 'rooms.csv'), '1,2\n');
    const parameters = await connectionParameters({ ...LOGIN, accessUrl: gate.url });
    session = await openDriverSession(parameters, quietly(NEVER));
  });
  afterAll(async () => {
    await session?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is given up after its deadline, and a quick one is not', async () => {
    const sqlText = `put 'file://${join(folder, 'rooms.csv')}' @~`;
    const held = gate.hold("put 'file:", 'after it is done');

    await expect(session.transferFiles({ sqlText, signal: NEVER, deadlineSeconds: 1 })).rejects.toThrow(LATE);
    held.release();
    await expect(session.transferFiles({ sqlText, signal: NEVER, deadlineSeconds: 30 })).resolves.toHaveLength(1);
  });

  test('has the time limit of its session', async () => {
    const limited = await account.connect({ accessUrl: gate.url, statementTimeoutSeconds: 1 });
    const held = gate.hold('put file:', 'after it is done');

    await expect(limited.sql`put file:///nowhere.csv @~`).rejects.toThrow(LATE);
    held.release();
  });

  test('that is late says in a load that nothing was loaded', async () => {
    const late: Session['transferFiles'] = (transfer) => session.transferFiles({ ...transfer, deadlineSeconds: 1 });
    const values = Float64Array.of(1, 2);
    const columns = [
      { name: 'N', type: 'FLOAT', column: { kind: 'number', name: 'N', type: 'FLOAT', nullable: false, values } },
    ] as const;
    const held = gate.hold("put 'file:", 'after it is done');
    const target = { session: { transferFiles: late, surroundings: quietly(NEVER) }, stage: '~', signal: NEVER };
    const batches = (async function* () {
      yield { columns, rowCount: 2 };
    })();

    await expect(sendToStage(batches, target)).rejects.toThrow(
      /^A file of \d+ bytes did not reach .* nothing was loaded\./,
    );
    held.release();
  });
});
