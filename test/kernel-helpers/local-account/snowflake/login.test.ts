import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDriver } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';
import { logIn, post } from './support/wire';

describe('logging in', () => {
  let account: TestAccount;
  beforeAll(async () => {
    account = await startAccount({ tokenSeconds: 3600 });
  });
  afterAll(() => account.remove());

  test('the driver connects with nothing but host, port, protocol, account, user and password', async () => {
    const client = await connectDriver(account.snowflake);

    expect(await client.rows('SELECT CURRENT_USER(), CURRENT_ROLE(), CURRENT_WAREHOUSE()')).toEqual([
      ['TESTER', 'ACCOUNTADMIN', null],
    ]);
    await client.close();
  });

  test('names that do not exist yet do not prevent a login, and stay unset', async () => {
    const names = { warehouse: 'HOUSING_WH', database: 'HOUSING', schema: 'HOUSING_SCHEMA' };
    const client = await connectDriver(account.snowflake, names);

    expect(await client.rows('SELECT CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE()')).toEqual([
      [null, null, null],
    ]);
    await client.close();
  });

  // Codes of the service: gosnowflake's and the Python connector's tests also expect 390100 and 390189.
  test.each([
    ['a wrong password', { password: 'wrong' }, '390100', 'Incorrect username or password was specified.'],
    ['an unknown user', { username: 'nobody' }, '390100', 'Incorrect username or password was specified.'],
    ['an unknown role', { role: 'NO_SUCH_ROLE' }, '390189', "Role 'NO_SUCH_ROLE' specified in the connect string"],
  ])('%s is refused as the service refuses it', async (_case, options, code, message) => {
    const refused = connectDriver(account.snowflake, options);

    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  const ask = (path: string, token: string) => post(account.snowflake, path, token, {});

  test('a token is invalid after logging out', async () => {
    const token = await logIn(account.snowflake);
    expect(await ask('/session/heartbeat', token)).toMatchObject({ success: true });

    expect(await ask('/session?delete=true', token)).toMatchObject({ success: true });

    expect(await ask('/session/heartbeat', token)).toMatchObject({ success: false, code: '390104' });
    expect(await ask('/session/heartbeat', 'invented')).toMatchObject({ success: false, code: '390104' });
  });

  test('the answer to an expired token says so, and the driver renews the token by itself', async () => {
    const other = await startAccount({ tokenSeconds: 0.3 });
    const client = await connectDriver(other.snowflake);
    const deadline = Date.now() + 400;
    while (Date.now() < deadline) await client.rows('SELECT 1');

    expect(await client.value('SELECT 2')).toBe(2);

    await client.close();
    await other.remove();
  });

  test('no answer and no error holds the password', async () => {
    const answer = await fetch(`${account.snowflake.url}/session/v1/login-request`, {
      method: 'POST',
      body: JSON.stringify({ data: { LOGIN_NAME: LOGIN.user, PASSWORD: `${LOGIN.password}x` } }),
    });

    expect(await answer.text()).not.toContain(LOGIN.password);
  });

  test('the error for a port in use names the port', async () => {
    const busy = account.snowflake.port;

    await expect(startAccount({ port: busy })).rejects.toThrow(`cannot listen on 127.0.0.1:${busy}`);
  });
});
