import { describe, expect, test } from '@jest/globals';
import { JobListStore, type Reading } from 'jupyterlab-ext/jobs/list/job-list-store';
import type { JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { type Script, scriptedBackend } from '../support/scripted-backend';
import { jobMadeAt, namesOf } from './support/job-summaries';

describe('the lists of jobs', () => {
  test('ask only for the kinds that are open', async () => {
    const backend = scriptedBackend({ jobs: () => ({ items: [jobMadeAt(1)] }) });
    const lists = new JobListStore(backend, { openKinds: ['training'] });

    await lists.refresh();
    await lists.toggle('tuning');
    await lists.toggle('training');
    await lists.refresh();

    expect(backend.asked.map(({ params }) => 'kind' in params && params.kind)).toEqual([
      'training',
      'tuning',
      'tuning',
    ]);
    expect(lists.state.lists.tuning).toMatchObject({ isOpen: true, work: 'none', asOf: expect.any(Date) });
    expect(lists.state.lists.training).toMatchObject({ isOpen: false });
  });

  test('give the name to the server and begin anew for each text', async () => {
    const all = [jobMadeAt(3, 'completed', { name: 'churn-3' }), jobMadeAt(2), jobMadeAt(1)];
    const backend = scriptedBackend(accountOf(() => all));
    const lists = new JobListStore(backend, { openKinds: ['training'] });
    await lists.refresh();

    await lists.filter('  churn ');

    expect(lists.state.nameContains).toBe('churn');
    expect(namesOf(lists.state.lists.training.items)).toEqual(['churn-3']);
  });

  test('show the answer to the last text, however late the answer to an earlier one comes', async () => {
    let answerFirst: (() => void) | undefined;
    const backend = scriptedBackend({
      jobs: async ({ nameContains = '' }) => {
        if (nameContains === 'a') await new Promise<void>((resolve) => (answerFirst = resolve));
        return { items: [jobMadeAt(1, 'completed', { name: `found-by-${nameContains}` })] };
      },
    });
    const lists = new JobListStore(backend, { openKinds: ['training'] });

    const first = lists.filter('a');
    await lists.filter('ab');
    answerFirst?.();
    await first;

    expect(namesOf(lists.state.lists.training.items)).toEqual(['found-by-ab']);
  });

  test('keep what they know when a request fails, say why, and reject so that a poll backs off', async () => {
    let isThrottled = false;
    const backend = scriptedBackend({
      jobs: () => {
        if (isThrottled) throw new Error('Rate exceeded');
        return { items: [jobMadeAt(1)] };
      },
    });
    const lists = new JobListStore(backend, { openKinds: ['training'] });
    await lists.refresh();
    const { asOf } = lists.state.lists.training;

    isThrottled = true;
    await expect(lists.refresh()).rejects.toThrow('Rate exceeded');

    const { items, error, asOf: asOfLater } = lists.state.lists.training;
    expect(namesOf(items)).toEqual(['houses-1']);
    expect(error).toMatchObject({ message: 'Rate exceeded' });
    expect(asOfLater).toBe(asOf);
    isThrottled = false;
    await lists.refresh();
    expect(lists.state.lists.training.error).toBeUndefined();
  });

  test('end a request that is cancelled, without an error', async () => {
    let signal: AbortSignal | undefined;
    const backend = scriptedBackend({
      jobs: (_, asked) => {
        signal = asked.signal;
        return new Promise(() => undefined);
      },
    });
    const lists = new JobListStore(backend, { openKinds: ['training'] });

    const refresh = lists.refresh();
    expect(lists.state.lists.training.work).toBe('refresh');
    lists.cancel('training');
    await refresh;

    expect(signal?.aborted).toBe(true);
    expect(lists.state.lists.training).toMatchObject({ work: 'none', items: [] });
    expect(lists.state.lists.training.error).toBeUndefined();
  });

  test('go on page by page and name no job twice when a new one has moved the pages', async () => {
    const jobs = [jobMadeAt(4), jobMadeAt(3), jobMadeAt(2), jobMadeAt(1)];
    const backend = scriptedBackend(accountOf(() => jobs, 2));
    const lists = new JobListStore(backend, { openKinds: ['training'] });
    await lists.refresh();
    expect(lists.state.lists.training.next).toBeDefined();

    jobs.unshift(jobMadeAt(5));
    await lists.loadMore('training');
    await lists.loadMore('training');

    expect(namesOf(lists.state.lists.training.items)).toEqual(['houses-4', 'houses-3', 'houses-2', 'houses-1']);
    expect(lists.state.lists.training.next).toBeUndefined();
    await lists.loadMore('training');
    expect(backend.asked).toHaveLength(3);
  });

  test('read the first page again and keep the pages after it', async () => {
    const jobs = [jobMadeAt(4), jobMadeAt(3), jobMadeAt(2), jobMadeAt(1)];
    const backend = scriptedBackend(accountOf(() => jobs, 2));
    const lists = new JobListStore(backend, { openKinds: ['training'] });
    await lists.refresh();
    await lists.loadMore('training');
    const asked = backend.asked.length;

    jobs.unshift(jobMadeAt(5, 'running'));
    await lists.refresh();

    expect(backend.asked.length - asked).toBe(1);
    expect(namesOf(lists.state.lists.training.items)).toEqual(namesOf([5, 4, 3, 2, 1].map((at) => jobMadeAt(at))));
  });

  test('drop what is gone from the pages that were read', async () => {
    const jobs = [jobMadeAt(3, 'in-service'), jobMadeAt(2, 'in-service'), jobMadeAt(1, 'in-service')];
    const lists = new JobListStore(scriptedBackend(accountOf(() => jobs, 2)), { openKinds: ['endpoint'] });
    await lists.refresh();
    await lists.loadMore('endpoint');

    jobs.shift();
    await lists.refresh();

    expect(namesOf(lists.state.lists.endpoint.items)).toEqual(['houses-2', 'houses-1']);
  });

  test('read on until they find a job that was running, even on the last page', async () => {
    let jobs = [jobMadeAt(4), jobMadeAt(3), jobMadeAt(2), jobMadeAt(1, 'running')];
    const backend = scriptedBackend(accountOf(() => jobs, 2));
    const lists = new JobListStore(backend, { openKinds: ['training'] });
    await lists.refresh();
    await lists.loadMore('training');

    jobs = [jobMadeAt(4), jobMadeAt(3), jobMadeAt(2), jobMadeAt(1, 'failed')];
    await lists.refresh();

    expect(lists.state.lists.training.items.at(-1)).toMatchObject({ name: 'houses-1', status: 'failed' });
  });

  test('say what every answer said', async () => {
    const readings: Reading[] = [];
    const backend = scriptedBackend({ jobs: () => ({ items: [jobMadeAt(1, 'running')] }) });
    const lists = new JobListStore(backend, { openKinds: ['training'], onRead: (reading) => readings.push(reading) });

    await lists.refresh();

    expect(readings).toEqual([{ kind: 'training', nameContains: '', items: [jobMadeAt(1, 'running')] }]);
  });

  test('show a job that is asked to stop as stopping, and no endpoint that was deleted', async () => {
    const endpoint: JobSummary = jobMadeAt(2, 'in-service', { kind: 'endpoint', name: 'houses' });
    const backend = scriptedBackend({
      jobs: ({ kind }) => ({ items: kind === 'endpoint' ? [endpoint] : [jobMadeAt(1, 'running')] }),
    });
    const lists = new JobListStore(backend);
    await lists.refresh();

    lists.expect({ kind: 'training', name: 'houses-1' }, 'stopping');
    lists.expect(endpoint, 'gone');

    expect(lists.state.lists.training.items).toMatchObject([{ name: 'houses-1', status: 'stopping' }]);
    expect(lists.state.lists.endpoint.items).toEqual([]);
  });
});

/** An account that lists its jobs in pages of that size; a page's name is the place where it begins. */
function accountOf(jobs: () => readonly JobSummary[], pageSize = 50): Script {
  return {
    jobs: ({ after = '0', nameContains = '' }) => {
      const found = jobs().filter(({ name }) => name.includes(nameContains));
      const from = Number(after);
      const isLast = from + pageSize >= found.length;
      return { items: found.slice(from, from + pageSize), ...(!isLast && { next: String(from + pageSize) }) };
    },
  };
}
