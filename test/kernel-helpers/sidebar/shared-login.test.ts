import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redactor } from 'kernel-helpers/sidebar/redactor';
import { SharedLogin } from 'kernel-helpers/sidebar/shared-login';
import type { Session } from 'kernel-helpers/snowflake/session/session';
import type { Gate, GateAnswer } from '../../support/gate';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { startSnowflakeGate } from '../../support/snowflake-gate';
import { withEnvironment } from '../../support/with-environment';

const LOGIN = '/session/v1/login-request';
const never = new AbortController().signal;

let account: TestAccount;
let gate: Gate;
let restore: () => void;
let login: SharedLogin;
beforeAll(async () => {
  account = await startLocalAccount();
  gate = await startSnowflakeGate(account.settings.SF_ACCESS_URL ?? '');
  restore = withEnvironment({ ...account.settings, SF_ACCESS_URL: gate.url });
});
afterAll(async () => {
  restore?.();
  await gate?.close();
  await account?.close();
});
beforeEach(() => {
  login = new SharedLogin(new Redactor());
});
afterEach(() => login.close());

/** Snowflake's answer to a request that failed. */
function failure(code: string, message: string): GateAnswer {
  const body = JSON.stringify({ success: false, code, message, data: { errorCode: code, sqlState: '08001' } });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const itself = async (session: Session): Promise<Session> => session;

test('all requests share one login', async () => {
  const [one, other] = await Promise.all([login.use(never, itself), login.use(never, itself)]);

  expect(one).toBe(other);
});

test('a login that failed is not remembered', async () => {
  const fault = gate.answer(LOGIN, failure('390100', 'Incorrect username or password was specified.'));

  await expect(login.use(never, itself)).rejects.toMatchObject({ kind: 'user' });
  fault.end();

  await login.use(never, (session) => session.run({ sqlText: 'select 1', signal: never }));
});

test('a request that is cancelled while others wait for the login does not end it', async () => {
  const held = gate.hold(LOGIN, 'before it is run');
  const cancelled = new AbortController();
  const first = login.use(cancelled.signal, itself);
  const second = login.use(never, itself);
  await held.reached;

  cancelled.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  held.release();

  expect((await second).account).toBe(account.settings.SF_ACCOUNT);
});

test('a session that has ended is replaced by another, once, with the role that was chosen', async () => {
  const sessions: Session[] = [];
  await login.use(never, itself);
  login.choose({ role: 'PUBLIC' });
  gate.answer('select 1 as asked', failure('390111', 'Session no longer exists.  New login required.'), 1);

  await login.use(never, async (session) => {
    sessions.push(session);
    await session.run({ sqlText: 'select 1 as asked', signal: never });
  });

  expect(new Set(sessions).size).toBe(2);
});

test('each request hears what the session says while it works with it, and no other', async () => {
  const heard: string[] = [];
  const one = login.heardBy((sentence) => heard.push(`one: ${sentence}`));
  const other = login.heardBy((sentence) => heard.push(`other: ${sentence}`));
  const say = async (session: Session) => session.surroundings.warn('It does not answer.');

  await one.use(never, async (session) => {
    await say(session);
    await other.use(never, say);
  });
  await other.use(never, say);

  expect(heard).toEqual([
    'one: It does not answer.',
    'one: It does not answer.',
    'other: It does not answer.',
    'other: It does not answer.',
  ]);
});

test('a session that ends at once again is an error that says so', async () => {
  const fault = gate.answer('select 2 as asked', failure('390111', 'Session no longer exists.  New login required.'));

  const asked = login.use(never, (session) => session.run({ sqlText: 'select 2 as asked', signal: never }));

  await expect(asked).rejects.toMatchObject({ reason: 'expired' });
  fault.end();
  expect(fault.met).toBe(2);
});
