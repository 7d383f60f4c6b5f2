import { describe, expect, test } from '@jest/globals';
import { Modes } from 'jupyterlab-ext/modes/mode';
import { readRecording } from 'jupyterlab-ext/modes/recording-files';
import { RecordedBackend } from 'jupyterlab-ext/recorded/recorded-backend';
import { HandClock } from '../recorded/support/hand-clock';
import { smallRecording } from '../recorded/support/small-recording';

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
