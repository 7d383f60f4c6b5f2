import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { KnownJobs } from 'jupyterlab-ext/jobs/known-jobs';
import { JobsPoll } from 'jupyterlab-ext/jobs/poll-jobs';
import { HiddenWatch } from 'jupyterlab-ext/jobs/watch/hidden-watch';
import { Store } from 'jupyterlab-ext/store/store';
import type { JobFacts, JobStatus } from 'kernel-helpers/sidebar-contract/index';
import { until } from '../../support/until';
import { type ScriptedBackend, scriptedBackend } from '../support/scripted-backend';
import { jobMadeAt } from './support/job-summaries';

const INTERVAL_SECONDS = 0.05;
/** Long enough for several looks. */
const SOME_INTERVALS_MS = 300;

let closeAll: (() => void)[] = [];
afterEach(() => {
  for (const close of closeAll) close();
  closeAll = [];
});

describe('the watch of a hidden sidebar', () => {
  test('asks for nothing while no job is known to run', async () => {
    const { backend } = watching({ status: 'completed' });

    await delay(SOME_INTERVALS_MS);

    expect(backend.asked).toEqual([]);
  });

  test('asks again and again while a job runs, and for nothing once it has ended', async () => {
    const account = { status: 'running' as JobStatus };
    const { backend, known } = watching(account);
    await until(async () => backend.asked.length >= 2);

    account.status = 'failed';
    await until(async () => known.state.length === 0);
    const asked = backend.asked.length;
    await delay(SOME_INTERVALS_MS);

    expect(backend.asked).toHaveLength(asked);
    expect(backend.asked.at(-1)).toEqual({ method: 'job', params: { kind: 'training', name: 'houses-1' } });
    expect(new Set(backend.asked.slice(0, -1).map(({ method }) => method))).toEqual(new Set(['jobFacts']));
  });

  test.each(['visible', 'pageVisible', 'isWanted'] as const)('asks for nothing after a change of %s', async (which) => {
    const { backend, stores } = watching({ status: 'running' });
    await until(async () => backend.asked.length > 0);

    stores[which].set(!stores[which].state);
    const asked = backend.asked.length;
    await delay(SOME_INTERVALS_MS);

    // The request that ran at that moment may end.
    expect(backend.asked.length - asked).toBeLessThanOrEqual(1);
  });

  test('looks at once when the page is in view again', async () => {
    const { backend, stores } = watching({ status: 'running' }, 1_000);
    // A poll that is stopped before its first turn leaves its timer behind, and jest would wait for that.
    await delay(0);
    stores.pageVisible.set(false);
    stores.pageVisible.set(true);

    await until(async () => backend.asked.length === 1);
  });

  test('forgets a job that is gone', async () => {
    const backend = scriptedBackend({ jobFacts: () => [] });
    const { known } = watching({ status: 'running' }, INTERVAL_SECONDS, backend);

    await until(async () => known.state.length === 0);

    expect(backend.asked).toHaveLength(1);
  });
});

describe('the poll of the lists', () => {
  test('looks at once when it comes into view, then again and again, and never while it is out of view', async () => {
    const visible = new Store(false);
    let looks = 0;
    const poll = new JobsPoll({
      visible,
      intervalSeconds: () => INTERVAL_SECONDS,
      look: async () => {
        looks += 1;
      },
    });
    closeAll.push(() => poll.close());

    await delay(SOME_INTERVALS_MS);
    expect(looks).toBe(0);
    visible.set(true);
    await until(async () => looks >= 3);
    visible.set(false);
    const seen = looks;
    await delay(SOME_INTERVALS_MS);
    expect(looks).toBe(seen);
  });

  test('waits longer and longer while looks fail', async () => {
    // Lumino draws each wait between the interval and three times the last wait. By chance it can draw many short ones.
    const chance = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    closeAll.push(() => chance.mockRestore());
    const visible = new Store(true);
    let looks = 0;
    const poll = new JobsPoll({
      visible,
      intervalSeconds: () => INTERVAL_SECONDS,
      look: async () => {
        looks += 1;
        throw new Error('Rate exceeded');
      },
    });
    closeAll.push(() => poll.close());

    await delay(20 * INTERVAL_SECONDS * 1_000);

    expect(looks).toBeGreaterThan(1);
    expect(looks).toBeLessThan(10);
  });

  test('asks no more often when the panel is opened and closed again and again', async () => {
    const visible = new Store(true);
    let looks = 0;
    const poll = new JobsPoll({
      visible,
      intervalSeconds: () => 60,
      look: async () => {
        looks += 1;
      },
    });
    closeAll.push(() => poll.close());
    await until(async () => looks === 1);

    for (let time = 0; time < 5; time += 1) {
      visible.set(false);
      visible.set(true);
      await delay(10);
    }
    expect(looks).toBe(1);
    await poll.refresh();
    await until(async () => looks === 2);
  });
});

/** A hidden sidebar in a page that is in view, with one known job whose state the test changes. */
function watching(account: { status: JobStatus }, seconds = INTERVAL_SECONDS, given?: ScriptedBackend) {
  const facts = (): JobFacts => ({
    kind: 'training',
    name: 'houses-1',
    ...(account.status !== 'running' && { endedAt: '2026-11-27T10:05:00.000Z' }),
  });
  const backend =
    given ??
    scriptedBackend({
      jobFacts: () => [facts()],
      job: () => ({
        summary: jobMadeAt(1, account.status),
        facts: facts(),
        arn: '',
        isLocal: true,
        phases: [],
        hyperparameters: {},
        finalMetrics: [],
      }),
    });
  const known = new KnownJobs();
  known.learn([jobMadeAt(1, account.status)], 'list');
  const stores = { visible: new Store(false), pageVisible: new Store(true), isWanted: new Store(true) };
  const watch = new HiddenWatch({ backend, known, ...stores, intervalSeconds: () => seconds });
  closeAll.push(() => watch.close());
  return { backend, known, stores };
}
