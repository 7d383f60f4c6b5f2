import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { isPlatformError, isUserError } from 'kernel-helpers/errors';
import type { ConnectOptions } from 'kernel-helpers/snowflake/connect';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { findFreePort } from '../../support/free-port';
import { type ScriptedAnswer, startScriptedSnowflake } from './scripted-snowflake';

const PASSWORD = 'correct-horse-battery';
const ONE_ROW: ScriptedAnswer = { rowtype: [{ name: 'N', type: 'real', nullable: true }], rowset: [['1']] };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(
  answer: (sqlText: string) => ScriptedAnswer = () => ONE_ROW,
  login?: Parameters<typeof startScriptedSnowflake>[1],
) {
  const server = await startScriptedSnowflake(answer, login);
  open.push(server);
  return server;
}

async function logIn(accessUrl: string, options: ConnectOptions = {}) {
  const snowflake = await connect({ account: 'test', accessUrl, user: 'u', password: PASSWORD, ...options });
  open.push(snowflake);
  return snowflake;
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error('it did not fail');
}

describe('a session', () => {
  test('sends values beside the text and names quoted inside it', async () => {
    const server = await serve();
    const snowflake = await logIn(server.url);

    await snowflake.sql`select * from ${identifier('houses')} where a = ${"it's"} and b > ${3} and c = ${true} and d is ${null}`;

    expect(server.statements[0]).toMatchObject({
      sqlText: 'select * from "HOUSES" where a = ? and b > ? and c = ? and d is ?',
      bindings: {
        1: { type: 'TEXT', value: "it's" },
        2: { type: 'FIXED', value: '3' },
        3: { type: 'BOOLEAN', value: 'true' },
        4: expect.objectContaining({ value: null }),
      },
    });
  });

  test('shows its names, and no account, user or password', async () => {
    const server = await serve();
    const snowflake = await logIn(server.url, { warehouse: 'WH', database: 'DB' });

    expect(inspect(snowflake)).toBe('Snowflake session: warehouse WH, database DB');
    expect(inspect(snowflake, { customInspect: false, showHidden: true, depth: 9 })).not.toContain(PASSWORD);
  });

  test('refuses to work when it is closed; closing twice is fine', async () => {
    const server = await serve();
    const snowflake = await logIn(server.url);

    await snowflake.close();
    await snowflake.close();

    await expect(snowflake.sql`select 1`).rejects.toThrow('This Snowflake connection is closed. Connect again');
    expect(server.requests.filter((request) => request === 'POST /session')).toHaveLength(1);
  });

  test('cancels the statement in Snowflake when it is interrupted, and can be used again', async () => {
    const server = await serve((sqlText) => (sqlText.includes('sleep') ? 'hangs' : ONE_ROW));
    const snowflake = await logIn(server.url);
    const interrupt = new AbortController();

    const work = snowflake.execute('select sleep(60)', [], { signal: interrupt.signal });
    while (server.statements.length === 0) await new Promise(setImmediate);
    interrupt.abort();

    expect((await failureOf(work)).message).toBe('The statement was interrupted and cancelled in Snowflake.');
    expect(server.requests.some((request) => request.endsWith('/abort-request'))).toBe(true);
    expect((await snowflake.sql`select 1`).rowCount).toBe(1);
  });
});

describe('a failure says what to do', () => {
  test.each([
    // Codes as Snowflake's server gives them; the driver's gs_errors.js and Snowflake's community articles list them.
    [
      { code: '390100', message: 'Incorrect username or password was specified.' },
      /did not accept the user name and password of the arguments of connect\(\)/,
    ],
    [
      { code: '390189', message: "Role 'X' does not exist." },
      /Role TRAINER does not exist or is not granted.*Set SF_ROLE/,
    ],
    [{ code: '390422', message: 'IP 1.2.3.4 is not allowed to access Snowflake.' }, /network policy.*IP 1\.2\.3\.4/],
    [{ status: 404 }, /knows no account test \(HTTP 404\)\. Check SF_ACCOUNT/],
    [{ status: 403 }, /knows no account test \(HTTP 403\), or a proxy or firewall on the way refuses the request\./],
  ])('at login: %j', async (login, message) => {
    const server = await serve(undefined, login);

    const error = await failureOf(logIn(server.url, { role: 'TRAINER' }));

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(error.cause).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });

  test.each([
    [
      '000606',
      '57P03',
      'No active warehouse selected in the current session.',
      /HOUSING_WH did not exist.*grant usage on warehouse HOUSING_WH.*create warehouse HOUSING_WH.*use warehouse HOUSING_WH/,
    ],
    [
      '090105',
      '22000',
      'Cannot perform SELECT. This session does not have a current database.',
      /use schema <database>\.<schema>/,
    ],
    [
      '002043',
      '02000',
      'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
      /Check the spelling/,
    ],
    [
      '003001',
      '42501',
      "SQL access control error:\nInsufficient privileges to operate on schema 'X'",
      /may not do this: SQL access control error: Insufficient privileges to operate on schema 'X'\./,
    ],
    [
      '001003',
      '42000',
      "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'selec'.",
      /Snowflake refused the statement: SQL compilation error: syntax error line 1/,
    ],
  ])('of a statement: code %s', async (code, sqlState, text, message) => {
    const server = await serve(() => ({ code, message: text, sqlState }));
    const snowflake = await logIn(server.url, { warehouse: 'HOUSING_WH' });

    const error = await failureOf(snowflake.sql`select 1`);

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ facts: { code, sqlState } });
  });

  test('of a table that is not there: names the nearest one', async () => {
    const server = await serve((sqlText) =>
      sqlText.startsWith('show')
        ? { rowtype: [{ name: 'name', type: 'text', nullable: true }], rowset: [['CALIFORNIA_HOUSING'], ['ORDERS']] }
        : {
            code: '002003',
            sqlState: '42S02',
            message: "SQL compilation error:\nObject 'CALIFORNIA_HOUSIN' does not exist or not authorized.",
          },
    );
    const snowflake = await logIn(server.url);

    const error = await failureOf(snowflake.sql`select * from california_housin`);

    expect(error.message).toContain('Table CALIFORNIA_HOUSIN does not exist');
    expect(error.message).toContain('Did you mean CALIFORNIA_HOUSING?');
  });

  test('of a host that accepts no connections, within seconds', async () => {
    const error = await failureOf(logIn(`http://127.0.0.1:${await findFreePort()}`));

    expect(isPlatformError(error)).toBe(true);
    expect(error.message).toMatch(/The local account does not answer at 127\.0\.0\.1:\d+.*npx local-account up/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });

  test('of connect() itself, when only half of a login is given', async () => {
    await expect(connect({ account: 'test', user: 'u' })).rejects.toThrow('only one of `user` and `password`');
  });
});
