import { describe, expect, test } from '@jest/globals';
import { JobDetailStore } from 'jupyterlab-ext/jobs/detail/job-detail-store';
import type { JobDetail, JobEvent, JobEvents } from 'kernel-helpers/sidebar-contract/index';
import { scriptedBackend } from '../support/scripted-backend';
import { jobMadeAt } from './support/job-summaries';

const ID = { kind: 'training', name: 'houses-1' } as const;
const AT = '2026-11-27T10:00:00.000Z';

describe('the tab of a job', () => {
  test('shows the job and follows it to its end, and reads it once more then', async () => {
    let isOver = false;
    const backend = scriptedBackend({
      job: () => detailOf(isOver ? 'completed' : 'running'),
      followJob: async (_, { tell }) => {
        await nextTurn();
        tell(batch(0, [log('algo-1', 'one'), metric(0, 0.5)]));
        isOver = true;
        tell(batch(1, [log('algo-1', 'two'), finished('Completed')]));
        return {};
      },
    });
    const seen: string[] = [];
    const job = new JobDetailStore(backend, ID, ({ status }) => seen.push(status));

    await job.show();
    await nextTurn();

    expect(job.state).toMatchObject({ log: 'complete', lostBatches: 0, detail: { summary: { status: 'completed' } } });
    expect(job.lines.state.count).toBe(2);
    expect(job.state.metrics).toEqual([{ name: 'train:rmse', points: [{ round: 0, value: 0.5 }] }]);
    expect(seen).toEqual(['running', 'completed']);
  });

  test('puts the lines of several hosts into the order of time, batch by batch', async () => {
    const backend = scriptedBackend({
      job: () => detailOf('completed'),
      followJob: (_, { tell }) => {
        tell(batch(0, [log('algo-1', 'first', 1), log('algo-1', 'third', 3), log('algo-2', 'second', 2)]));
        return {};
      },
    });
    const job = new JobDetailStore(backend, ID);

    await job.show();

    expect([0, 1, 2].map((place) => job.lines.lineAt(place)?.text)).toEqual(['first', 'second', 'third']);
  });

  test('asks for nothing and takes nothing while it is hidden, and begins the log anew when it is shown', async () => {
    let tell: ((events: JobEvents) => void) | undefined;
    let signal: AbortSignal | undefined;
    const backend = scriptedBackend({
      job: () => detailOf('running'),
      followJob: (_, asked) => {
        ({ tell, signal } = asked);
        return new Promise(() => undefined);
      },
    });
    const job = new JobDetailStore(backend, ID);
    void job.show();
    await nextTurn();
    tell?.(batch(0, [log('algo-1', 'one')]));

    job.hide();
    tell?.(batch(1, [log('algo-1', 'unseen')]));

    expect(signal?.aborted).toBe(true);
    expect(job.lines.state.count).toBe(1);
    void job.show();
    await nextTurn();
    expect(job.lines.state.count).toBe(1);
    tell?.(batch(0, [log('algo-1', 'one'), log('algo-1', 'two')]));
    expect(job.lines.state.count).toBe(2);
    job.hide();
  });

  test('does not follow again what it has seen to its end', async () => {
    const backend = scriptedBackend({ job: () => detailOf('completed'), followJob: () => ({}) });
    const job = new JobDetailStore(backend, ID);

    await job.show();
    job.hide();
    await job.show();

    expect(backend.asked.filter(({ method }) => method === 'followJob')).toHaveLength(1);
  });

  test('says that parts of the log are lost', async () => {
    const backend = scriptedBackend({
      job: () => detailOf('completed'),
      followJob: (_, { tell }) => {
        tell(batch(0, [log('algo-1', 'one')]));
        tell(batch(3, [log('algo-1', 'four')]));
        return {};
      },
    });
    const job = new JobDetailStore(backend, ID);

    await job.show();

    expect(job.state.lostBatches).toBe(2);
  });

  test('says why a log cannot be read, until it can', async () => {
    const notices: (string | undefined)[] = [];
    const backend = scriptedBackend({
      job: () => detailOf('running'),
      followJob: (_, { tell }) => {
        for (const isHidden of [true, false]) {
          tell(
            batch(isHidden ? 0 : 1, [{ type: 'notice', at: AT, about: 'log', isHidden, message: 'No permission.' }]),
          );
          notices.push(job.state.logNotice);
        }
        return {};
      },
    });
    const job: JobDetailStore = new JobDetailStore(backend, ID);

    await job.show();

    expect(notices).toEqual(['No permission.', undefined]);
  });

  test('keeps what it shows when a request fails, and follows again when asked to', async () => {
    let isBroken = true;
    const backend = scriptedBackend({
      job: () => detailOf('running'),
      followJob: (_, { tell }) => {
        tell(batch(0, [log('algo-1', 'one')]));
        if (isBroken) throw new Error('The kernel is gone.');
        return {};
      },
    });
    const job = new JobDetailStore(backend, ID);

    await job.show();
    expect(job.state).toMatchObject({ log: 'none', logError: { message: 'The kernel is gone.' } });
    expect(job.lines.state.count).toBe(1);

    isBroken = false;
    await job.follow();
    expect(job.state.log).toBe('complete');
    expect(job.state.logError).toBeUndefined();
  });

  test('follows no log of an endpoint', async () => {
    const backend = scriptedBackend({ job: () => detailOf('in-service') });
    const endpoint = new JobDetailStore(backend, { kind: 'endpoint', name: 'houses' });

    await endpoint.show();

    expect(backend.asked.map(({ method }) => method)).toEqual(['job']);
    expect(endpoint.state.log).toBe('none');
  });
});

function detailOf(status: 'running' | 'completed' | 'in-service'): JobDetail {
  return {
    summary: jobMadeAt(1, status),
    facts: ID,
    arn: 'arn:aws:sagemaker:eu-west-1:000000000000:training-job/houses-1',
    isLocal: true,
    phases: [],
    hyperparameters: {},
    finalMetrics: [],
  };
}

function batch(sequence: number, events: JobEvent[]): JobEvents {
  return { sequence, events };
}

function log(host: string, line: string, second = 0): JobEvent {
  return { type: 'log', at: AT.replace('00.000', `0${second}.000`), host, line };
}

function metric(round: number, value: number): JobEvent {
  return { type: 'metric', at: AT, host: 'algo-1', round, name: 'train:rmse', value };
}

function finished(status: 'Completed'): JobEvent {
  return { type: 'finished', at: AT, status, secondaryStatus: status };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
