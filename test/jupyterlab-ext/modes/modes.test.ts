import { describe, expect, test } from '@jest/globals';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { Modes } from 'jupyterlab-ext/modes/mode';
import { readRecording } from 'jupyterlab-ext/modes/recording-files';
import { RecordedBackend } from 'jupyterlab-ext/recorded/recorded-backend';
import { HandClock } from '../recorded/support/hand-clock';
import { smallRecording } from '../recorded/support/small-recording';
import { type Script, scriptedBackend } from '../support/scripted-backend';

const ACME = { isLocal: false, account: 'org-acme', user: 'ALICE', role: 'READER' };

/** An account, played by a recording of another name. */
function modes() {
  return new Modes(new RecordedBackend({ ...smallRecording, title: 'The account' }, new HandClock()));
}

describe('what the sidebar asks', () => {
  test('is the account, until a recording is shown, and the account again after that', () => {
    const chosen = modes();
    const account = chosen.backend();
    chosen.showRecording(smallRecording);

    expect(chosen.backend()).not.toBe(account);
    expect(chosen.mode.state.recordingTitle).toBe('A small account');
    chosen.showAccount();
    expect(chosen.backend()).toBe(account);
    expect(chosen.mode.state.recordingTitle).toBeUndefined();
  });

  test('is the same replay before and after presenter mode, so that a job does not begin anew', async () => {
    const chosen = modes();
    chosen.showRecording(smallRecording);
    await chosen.backend().request('deleteEndpoint', { name: 'houses' });
    chosen.present(true);
    chosen.present(false);

    expect((await chosen.backend().request('jobs', { kind: 'endpoint' })).items).toEqual([]);
  });

  test('is kept while it is recorded, until the recording ends', async () => {
    const chosen = modes();
    chosen.record();
    await chosen.backend().request('databases', {});

    expect(chosen.mode.state.isRecording).toBe(true);
    expect(chosen.endRecording('Mine')).toMatchObject({ title: 'Mine', exchanges: [{ method: 'databases' }] });
    expect(chosen.endRecording('Mine')).toBeUndefined();
    expect(chosen.mode.state.isRecording).toBe(false);
  });
});

describe('presenter mode', () => {
  test('shows no name of account, user or role in answers, errors and events', async () => {
    const chosen = modes();
    chosen.present(true);
    const backend = chosen.backend();
    const refused = await backend.request('tables', { path: ['DB', 'SECRET'] }).catch((error: unknown) => error);

    expect(refused).toMatchObject({ reason: 'not-authorised', message: 'Role ROLE_1 may not see it.', advice: 'Ask.' });
    expect(await backend.request('snowflakeAccount', {})).toMatchObject({
      account: 'ACCOUNT',
      user: 'USER',
      role: 'ROLE_1',
    });
  });

  const answers: Script = {
    snowflakeAccount: () => ACME,
    awsAccount: () => ({ isLocal: false, accountId: '111122223333', region: 'us-west-2', identity: 'user/alice' }),
    roles: () => [{ name: 'READER', isCurrent: true }],
    createStatement: () => ({ sql: '-- by ALICE of org-acme, who is alice in 111122223333, as READER' }),
  };
  const presenting = (script: Script) => {
    const chosen = new Modes(scriptedBackend({ ...answers, ...script }));
    chosen.present(true);
    return chosen.backend();
  };
  const table = { path: ['DB', 'S', 'T'] };
  const failing = (reason: 'unreachable' | 'not-signed-in', times = Number.POSITIVE_INFINITY) => {
    let left = times;
    return <Answer>(answer: () => Answer) =>
      () => {
        left -= 1;
        if (left < 0) return answer();
        throw new RequestError({ reason, message: 'ALICE of org-acme, who is READER and alice in 111122223333' });
      };
  };

  test.each([
    ['of Snowflake', { snowflakeAccount: failing('unreachable')(() => ({ isLocal: true, account: '', user: '' })) }],
    [
      'of AWS',
      { awsAccount: failing('unreachable')(() => ({ isLocal: true, accountId: '', region: '', identity: '' })) },
    ],
    ['of the roles', { roles: failing('unreachable')(() => []) }],
  ])('shows nothing while the names %s cannot be read, and says so without them', async (_which, script) => {
    const backend = presenting(script);

    for (const method of ['createStatement', 'columns'] as const) {
      const refused = await backend.request(method, table).catch((error: unknown) => error as RequestError);

      expect(refused).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('could not be read') });
      expect(JSON.stringify(refused) + String(refused)).not.toMatch(/alice|acme|READER|1111/i);
    }
  });

  test('shows an account as soon as its names can be read', async () => {
    const roles = failing('unreachable', 1)(() => [{ name: 'READER', isCurrent: true }]);
    const backend = presenting({ roles });
    await expect(backend.request('createStatement', table)).rejects.toMatchObject({ reason: 'unreachable' });

    expect((await backend.request('createStatement', table)).sql).toBe(
      '-- by USER of ACCOUNT, who is USER in 000000000000, as ROLE_1',
    );
  });

  test('shows one account where nobody is signed in to the other', async () => {
    const awsAccount = failing('not-signed-in')(() => ({ isLocal: true, accountId: '', region: '', identity: '' }));
    const backend = presenting({ awsAccount, createStatement: () => ({ sql: '-- by ALICE' }) });

    expect((await backend.request('createStatement', table)).sql).toBe('-- by USER');
    for (const method of ['awsAccount', 'doctor'] as const) {
      const refused = await backend.request(method, {}).catch((error: unknown) => error as RequestError);
      expect(String(refused)).toContain('could not be read');
      expect(JSON.stringify(refused) + String(refused)).not.toMatch(/alice|acme|READER|1111/i);
    }
  });

  test('learns the names when somebody signs in later', async () => {
    const snowflakeAccount = failing('not-signed-in', 1)(() => ACME);
    const backend = presenting({ snowflakeAccount });

    expect((await backend.request('createStatement', table)).sql).toBe(
      '-- by USER of ACCOUNT, who is USER in 000000000000, as ROLE_1',
    );
  });

  test('lets a request that waits for the names be cancelled', async () => {
    const stop = new AbortController();
    const asked = presenting({ roles: () => new Promise(() => {}) }).request('createStatement', table, stop);
    stop.abort();

    await expect(asked).rejects.toMatchObject({ reason: 'interrupted' });
  });

  test('takes its own names back: a role is chosen by the name that is shown', async () => {
    const chosen = modes();
    chosen.present(true);
    const shown = await chosen.backend().request('useRole', { name: 'ROLE_2' });
    chosen.present(false);

    expect(shown.role).toBe('ROLE_2');
    expect(await chosen.backend().request('snowflakeAccount', {})).toMatchObject({ role: 'WRITER' });
  });
});

describe('a file', () => {
  test('is read as a recording', () => {
    expect(readRecording('class.json', JSON.stringify(smallRecording)).title).toBe('A small account');
  });

  test.each([
    ['no JSON', 'rows: 1'],
    ['other JSON', '{"cells":[]}'],
  ])('of %s is refused by its name', (_what, text) => {
    expect(() => readRecording('notes.txt', text)).toThrow(/^notes\.txt is not a recording of the sidebar: /);
  });
});
