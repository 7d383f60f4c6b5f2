import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { ConnectOptions } from 'kernel-helpers/snowflake/connect';
import { finishLooking } from 'kernel-helpers/snowflake/connect';
import { type ScriptedAnswer, type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const NAMES = ['ROLE', 'WAREHOUSE', 'database', 'schema'];
const rowtype = NAMES.map((name) => ({ name, type: 'text', nullable: true }));
const names = (warehouse: string | null): ScriptedAnswer => ({ rowtype, rowset: [['R', warehouse, 'DB', 'S']] });

let server: ScriptedSnowflake;
afterEach(() => server.close());

const logIn = (options: ConnectOptions = {}) =>
  connect({
    account: 'a',
    accessUrl: server.url,
    user: 'u',
    password: 'p',
    warehouse: 'WH',
    database: 'DB',
    schema: 'S',
    ...options,
  });

const logOuts = () => server.requests.filter((request) => request === 'POST /session').length;

describe('a login that only looked at things', () => {
  test('is taken by the next connection with the same parameters, which then closes it for good', async () => {
    server = await startScriptedSnowflake(() => names('WH'));
    await finishLooking(await logIn());

    const first = await logIn();
    expect([server.logins.length, logOuts()]).toEqual([1, 0]);
    await first.close();
    await first.close();
    expect(logOuts()).toBe(1);

    await (await logIn()).close();
    expect([server.logins.length, logOuts()]).toEqual([2, 2]);
  });

  test('is taken once: two connections at the same time have sessions of their own', async () => {
    server = await startScriptedSnowflake(() => names('WH'));
    await finishLooking(await logIn());

    const both = [await logIn(), await logIn()];

    expect(server.logins).toHaveLength(2);
    for (const one of both) await one.close();
    expect(logOuts()).toBe(2);
  });

  test.each([
    ['password', { password: 'other' }],
    ['user', { user: 'v' }],
    ['role', { role: 'OTHER' }],
    ['database', { database: 'OTHER' }],
    ['query tag', { queryTag: 'mine' }],
  ] as const)('is not taken by a connection with another %s', async (_, other) => {
    server = await startScriptedSnowflake(() => names('WH'));
    await finishLooking(await logIn());

    await (await logIn(other)).close();
    expect(server.logins).toHaveLength(2);

    await (await logIn()).close();
    expect([server.logins.length, logOuts()]).toEqual([2, 2]);
  });

  test('is closed at once without the warehouse that it asked for, since a new login may find it', async () => {
    server = await startScriptedSnowflake(() => names(null));

    await finishLooking(await logIn());
    expect(logOuts()).toBe(1);

    await (await logIn()).close();
    expect(server.logins).toHaveLength(2);
  });

  test('is closed at once if it has a name from the defaults of the user, which may change', async () => {
    server = await startScriptedSnowflake(() => names('WH'));

    await finishLooking(await logIn({ warehouse: undefined }));

    expect(logOuts()).toBe(1);
  });

  test('is replaced by a new one when Snowflake has ended it', async () => {
    let asked = 0;
    server = await startScriptedSnowflake(() => {
      asked += 1;
      return asked === 1 ? names('WH') : { code: '390111', message: 'Session no longer exists.', sqlState: '08001' };
    });
    await finishLooking(await logIn());

    await (await logIn()).close();

    expect(server.logins).toHaveLength(2);
  });
});
