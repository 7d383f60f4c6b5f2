import { describe, expect, test } from '@jest/globals';
import { NameMask } from 'jupyterlab-ext/recorded/mask-names';
import { RecordedBackend } from 'jupyterlab-ext/recorded/recorded-backend';
import { RecordingBackend } from 'jupyterlab-ext/recorded/recorder';
import { Recording } from 'kernel-helpers/sidebar-contract/index';
import { HandClock } from './support/hand-clock';
import { smallRecording } from './support/small-recording';

function recorder() {
  const clock = new HandClock();
  return { clock, backend: new RecordingBackend(new RecordedBackend(smallRecording, clock), clock) };
}

describe('recording what the sidebar does', () => {
  test('keeps answers, errors and events with their times, in a file that can be replayed', async () => {
    const { clock, backend } = recorder();
    const schema = { path: ['DB', 'S'] };
    await backend.request('tables', schema);
    await backend.request('tables', { path: ['DB', 'SECRET'] }).catch(() => {});
    const following = backend.request('followJob', { name: 'new' }, {});
    await clock.goOn(6_000);
    await following;
    const saved = Recording.parse(JSON.parse(JSON.stringify(backend.recording('Mine'))));

    const replayed = new RecordedBackend(saved, new HandClock());
    expect((await replayed.request('tables', schema)).items).toHaveLength(3);
    await expect(replayed.request('tables', { path: ['DB', 'SECRET'] })).rejects.toMatchObject({
      reason: 'not-authorised',
      advice: 'Ask.',
    });
    const { events = [] } = saved.exchanges.find(({ method }) => method === 'followJob') ?? {};
    expect(events.length).toBeGreaterThan(1);
    expect(events[0].at).toBeLessThan(events.at(-1)?.at ?? 0);
  });

  test('leaves out the names of account, user and roles, also where another answer says them', async () => {
    const { backend } = recorder();
    await backend.request('snowflakeAccount', {});
    await backend.request('roles', {});
    await backend.request('useRole', { name: 'WRITER' });
    await backend.request('tables', { path: ['DB', 'SECRET'] }).catch(() => {});
    const text = JSON.stringify(backend.recording('Mine'));

    expect(text).not.toMatch(/acme|ALICE|READER|WRITER/);
    expect(text).toContain('Role ROLE_1 may not see it.');
    expect(text).toContain('"params":{"name":"ROLE_2"}');
  });

  test('keeps no request that was given up before anything came', async () => {
    const { backend } = recorder();
    const signal = AbortSignal.abort();
    await backend.request('roles', {}, { signal }).catch(() => {});

    expect(Recording.parse(backend.recording('Mine')).exchanges).toMatchObject([{ method: 'roles' }]);
    await expect(new RecordedBackend(backend.recording('Mine')).request('roles', {})).rejects.toMatchObject({
      reason: 'not-recorded',
    });
  });
});

describe('a mask', () => {
  test('replaces names where they stand alone, the longest first, and gives them back', () => {
    const mask = new NameMask();
    mask.learn('ALICE', 'USER');
    mask.learnNumbered('ALICE_READER', 'ROLE');

    expect(mask.mask({ path: ['ALICE'], text: 'ALICE_READER of ALICE, not MALICE' })).toEqual({
      path: ['USER'],
      text: 'ROLE_1 of USER, not MALICE',
    });
    expect(mask.unmask({ path: ['USER', 'PUBLIC'], name: 'ROLE_1' })).toEqual({
      path: ['ALICE', 'PUBLIC'],
      name: 'ALICE_READER',
    });
  });
});
