import { describe, expect, test } from '@jest/globals';
import { RecordedBackend } from 'jupyterlab-ext/recorded/recorded-backend';
import { type JobEvent, Recording } from 'kernel-helpers/sidebar-contract/index';
import { HandClock } from './support/hand-clock';
import { smallRecording } from './support/small-recording';

function replay() {
  const clock = new HandClock();
  return { clock, backend: new RecordedBackend(smallRecording, clock) };
}

const schema = { path: ['DB', 'S'] };

describe('a recorded account', () => {
  test('answers what was recorded, in pages of any length', async () => {
    const { backend } = replay();
    const first = await backend.request('tables', { ...schema, limit: 1 });
    const rest = await backend.request('tables', { ...schema, limit: 10, after: first.next ?? '' });

    expect(first.items.map(({ name }) => name)).toEqual(['HOUSES']);
    expect(rest.items.map(({ name }) => name)).toEqual(['ROOMS', 'STREETS']);
    expect(rest.next).toBeUndefined();
  });

  test('says what was not recorded, and fails where the account failed', async () => {
    const { backend } = replay();

    await expect(backend.request('tables', { path: ['DB', 'ELSEWHERE'] })).rejects.toMatchObject({
      name: 'RequestError',
      reason: 'not-recorded',
      message: expect.stringContaining('A small account'),
    });
    await expect(backend.request('tables', { path: ['DB', 'SECRET'] })).rejects.toMatchObject({
      reason: 'not-authorised',
      message: 'Role READER may not see it.',
      advice: 'Ask.',
    });
  });

  const table = (name: string) => ({ path: ['DB', 'S', name], name, kind: 'table', comment: '', isYours: true });
  const page = (params: object, names: readonly string[], next?: string) => ({
    method: 'tables',
    params: { ...schema, ...params },
    askedAt: 1,
    answeredAt: 1,
    result: { items: names.map(table), ...(next === undefined ? {} : { next }) },
  });
  const first = page({ limit: 1 }, ['A'], 'A');
  const second = page({ limit: 1, after: 'A' }, ['B'], 'B');
  const third = page({ limit: 1, after: 'B' }, ['C']);

  test.each([
    ['whose first page was not recorded', [second, third], 'not recorded'],
    ['whose last page was not recorded', [first, second], 'A B, then not recorded'],
    ['with a page left out', [first, third], 'A, then not recorded'],
    ['whose first page was asked again', [first, second, third, first], 'A B C'],
    ['whose pages were each asked twice', [first, first, second, second, third, third], 'A B C'],
  ])('shows of a list %s no more than was recorded, and says so', async (_which, exchanges, shown) => {
    const backend = new RecordedBackend(Recording.parse({ ...smallRecording, exchanges }), new HandClock());
    const read = async (after?: string): Promise<string> => {
      const answer = await backend
        .request('tables', { ...schema, ...(after === undefined ? {} : { after }) })
        .catch((error: unknown) => error as { reason: string });
      if ('reason' in answer) return answer.reason.replaceAll('-', ' ');
      const names = answer.items.map(({ name }) => name).join(' ');
      return answer.next === undefined ? names : `${names}, then ${await read(answer.next)}`;
    };

    expect(await read()).toBe(shown);
  });

  test('takes the jobs that a text was searched in for no list of all jobs', async () => {
    const searched = {
      method: 'jobs',
      params: { kind: 'training', nameContains: 'new' },
      askedAt: 1,
      answeredAt: 1,
      result: { items: [] },
    };
    const exchanges = [...smallRecording.exchanges, searched];
    const backend = new RecordedBackend(Recording.parse({ ...smallRecording, exchanges }), new HandClock());

    expect((await backend.request('jobs', { kind: 'training' })).items).toHaveLength(1);
  });

  test('finds tables by a part of their name, and sorts the rows of a preview as Snowflake does', async () => {
    const { backend } = replay();
    const { items } = await backend.request('searchTables', { text: 'oo' });
    const preview = (descending: boolean) =>
      backend.request('preview', { path: ['DB', 'S', 'HOUSES'], limit: 2, sort: { column: 'PRICE', descending } });

    expect(items.map(({ name }) => name)).toEqual(['ROOMS']);
    expect((await preview(false)).rows).toEqual([['9'], ['10']]);
    expect((await preview(true)).rows).toEqual([[null], ['10']]);
  });

  test('lets a class take another role, in this replay only', async () => {
    const { backend } = replay();

    expect(await backend.request('useRole', { name: 'WRITER' })).toMatchObject({ role: 'WRITER' });
    expect(await backend.request('snowflakeAccount', {})).toMatchObject({ role: 'WRITER' });
    expect(await backend.request('roles', {})).toEqual([
      { name: 'READER', isCurrent: false },
      { name: 'WRITER', isCurrent: true },
    ]);
    await expect(backend.request('useRole', { name: 'NOBODY' })).rejects.toMatchObject({ reason: 'not-recorded' });
    await backend.restart();
    expect(await backend.request('snowflakeAccount', {})).toMatchObject({ role: 'READER' });
  });
});

describe('a recorded job', () => {
  test('begins, runs and ends at 60 times its speed', async () => {
    const { clock, backend } = replay();
    const states = async () =>
      (await backend.request('jobs', { kind: 'training' })).items.map(({ name, status }) => `${name} ${status}`);

    expect(await states()).toEqual(['old completed']);
    await clock.goOn(1_500);
    expect(await states()).toEqual(['new running', 'old completed']);
    await clock.goOn(3_600);
    expect(await states()).toEqual(['new completed', 'old completed']);
  });

  test('tells its events in their time, and its end last', async () => {
    const { clock, backend } = replay();
    await clock.goOn(1_000);
    const heard: JobEvent[] = [];
    const following = backend.request('followJob', { name: 'new' }, { onEvent: ({ events }) => heard.push(...events) });
    const types = () => heard.map((event) => (event.type === 'log' ? event.line : event.type));

    await clock.goOn(500);
    expect(types()).toEqual(['status']);
    await clock.goOn(2_000);
    expect(types()).toEqual(['status', 'one']);
    await clock.goOn(1_600);
    await following;
    expect(types()).toEqual(['status', 'one', 'two', 'finished']);
  });

  test('shows times as if it happened now, and its end only when it has come', async () => {
    const { clock, backend } = replay();
    const began = clock.now();
    await clock.goOn(1_500);
    const running = await backend.request('job', { kind: 'training', name: 'new' });
    const { items } = await backend.request('jobs', { kind: 'training' });
    await clock.goOn(3_600);
    const ended = await backend.request('job', { kind: 'training', name: 'new' });

    expect(running).toMatchObject({ finalMetrics: [], phases: [{ status: 'Starting' }] });
    expect(running.facts.billableSeconds).toBeUndefined();
    expect(Date.parse(running.summary.createdAt)).toBe(began + 1_000);
    expect(Date.parse(items[1].createdAt)).toBe(began - 3_600_000);
    expect(ended).toMatchObject({ finalMetrics: [{ metric: 'rmse' }], facts: { billableSeconds: 180 } });
    expect(Date.parse(ended.summary.endedAt ?? '')).toBe(began + 5_000);
  });

  test('stops when it is told to, and nothing of the recording comes after that', async () => {
    const { clock, backend } = replay();
    await clock.goOn(3_100);
    const heard: JobEvent[] = [];
    const following = backend.request('followJob', { name: 'new' }, { onEvent: ({ events }) => heard.push(...events) });
    await backend.request('stopJob', { kind: 'training', name: 'new' });
    await clock.goOn(1_000);
    await following;

    expect(heard.at(-1)).toMatchObject({ type: 'finished', status: 'Stopped' });
    expect(heard.filter(({ type }) => type === 'log')).toHaveLength(1);
    const { items } = await backend.request('jobs', { kind: 'training' });
    expect(items[0]).toMatchObject({ name: 'new', status: 'stopped', endedAt: expect.any(String) });
  });

  test('is followed no longer when the request is cancelled', async () => {
    const { clock, backend } = replay();
    await clock.goOn(1_000);
    const cancel = new AbortController();
    const following = backend.request('followJob', { name: 'new' }, { signal: cancel.signal });
    cancel.abort();

    await expect(following).rejects.toMatchObject({ reason: 'interrupted' });
  });
});

test('a deleted endpoint is gone in this replay', async () => {
  const { backend } = replay();
  await backend.request('deleteEndpoint', { name: 'houses' });

  expect((await backend.request('jobs', { kind: 'endpoint' })).items).toEqual([]);
  await backend.restart();
  expect((await backend.request('jobs', { kind: 'endpoint' })).items).toHaveLength(1);
});

describe('a file that is no recording', () => {
  const exchange = { method: 'roles', params: {}, askedAt: 0, answeredAt: 1 };

  test.each([
    ['an answer that the contract does not allow', { ...exchange, result: [{ name: 1 }] }, 'roles'],
    ['an event of a method without events', { ...exchange, result: [], events: [{ at: 0, event: {} }] }, 'roles'],
    ['a method that does not exist', { ...exchange, method: 'rools', result: [] }, 'method'],
    ['wrong parameters', { ...exchange, method: 'tables', result: { items: [] } }, 'tables'],
  ])('is refused for %s', (_what, wrong, said) => {
    const parsed = Recording.safeParse({ ...smallRecording, exchanges: [wrong] });

    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(said);
  });
});
