import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { IN_CELL } from 'kernel-helpers/cell-api/in-cell';
import { isPlatformError, PlatformError } from 'kernel-helpers/errors';
import { openDriverSession } from 'kernel-helpers/snowflake/session/driver-session';
import type { Session, StatementRunner } from 'kernel-helpers/snowflake/session/session';
import { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../../support/capture-stdout';
import { LOGIN, type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let session: Session;
beforeAll(async () => {
  account = await startLocalSnowflake();
  const { user, password } = LOGIN;
  const credentials = { method: 'password', user, password } as const;
  const names = { warehouse: 'WH', database: 'DB', schema: 'S' };
  session = await openDriverSession(
    { account: LOGIN.account, accessUrl: account.url, credentials, source: 'test', ...names },
    IN_CELL,
  );
});
afterAll(async () => {
  await session?.close();
  await account?.close();
});

/** A session that runs every statement, and loses Snowflake's answer to those that begin with this text. */
function losingAnswers(lost: string, tell: () => void = () => undefined): Snowflake {
  const over =
    (runner: StatementRunner): StatementRunner['run'] =>
    async (statement) => {
      const manifest = await runner.run(statement);
      if (!statement.sqlText.startsWith(lost)) return manifest;
      tell();
      throw new PlatformError('The network is down.');
    };
  const losing: Session = {
    account: session.account,
    surroundings: session.surroundings,
    run: over(session),
    runAlone: (work) => session.runAlone((alone) => work({ surroundings: alone.surroundings, run: over(alone) })),
    manifestOf: (queryId, signal) => session.manifestOf(queryId, signal),
    transferFiles: (statement) => session.transferFiles(statement),
    close: async () => undefined,
  };
  return new Snowflake(losing, {});
}

describe('a load whose end Snowflake does not answer', () => {
  let whole: Snowflake;
  beforeEach(async () => {
    whole = new Snowflake(session, {});
    await whole.sql`create or replace table doubtful (n float)`;
  });

  const load = (snowflake: Snowflake, column: string, signal?: AbortSignal) =>
    snowflake.writeTable(Table.fromRows([{ [column]: 1 }]), 'doubtful', {
      ifExists: 'replace',
      onProgress: () => undefined,
      ...(signal === undefined ? {} : { signal }),
    });

  test.each([
    ['commit', 'n'],
    ['create or replace table', 'other'],
  ])('does not claim to know what the table holds: %s', async (lost, column) => {
    const failure = await load(losingAnswers(lost), column).catch((error: unknown) => error);

    expect(isPlatformError(failure)).toBe(true);
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /^It is not known what "?.*DOUBTFUL"? holds now: .*The network is down.*Look at the table/,
      ),
    });
    expect((await whole.sql`select * from doubtful`).rowCount).toBe(1);
  });

  test('says so too when it was interrupted', async () => {
    const interrupt = new AbortController();
    const losing = losingAnswers('commit', () => interrupt.abort());
    const said = await captureStdout(async () => {
      await expect(load(losing, 'n', interrupt.signal)).rejects.toThrow('It is not known');
    });

    expect(said).toContain('it is not known what the table holds now');
  });
});
