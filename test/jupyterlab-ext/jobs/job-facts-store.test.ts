import { describe, expect, test } from '@jest/globals';
import { JobFactsStore } from 'jupyterlab-ext/jobs/list/job-facts-store';
import type { JobFacts } from 'kernel-helpers/sidebar-contract/index';
import { type ScriptedBackend, scriptedBackend } from '../support/scripted-backend';
import { jobMadeAt, namesOf } from './support/job-summaries';

const STARTED = '2026-11-27T10:00:30.000Z';

describe('the facts of jobs', () => {
  test('are asked for once, for the rows in view', async () => {
    const backend = answering();
    const facts = new JobFactsStore(backend);

    await facts.want([jobMadeAt(1), jobMadeAt(2)]);
    await facts.want([jobMadeAt(2), jobMadeAt(3)]);
    await facts.want([jobMadeAt(1), jobMadeAt(2), jobMadeAt(3)]);

    expect(askedFor(backend)).toEqual([['houses-1', 'houses-2'], ['houses-3']]);
    expect(facts.state.get('training houses-3')).toMatchObject({ hosts: 2 });
  });

  test('are asked for again when the state of the job changes', async () => {
    const backend = answering();
    const facts = new JobFactsStore(backend);

    await facts.want([jobMadeAt(1, 'running')]);
    await facts.want([jobMadeAt(1, 'running')]);
    await facts.want([jobMadeAt(1, 'completed')]);

    expect(askedFor(backend)).toHaveLength(2);
  });

  test('are asked for again as long as a running job has not started', async () => {
    let startedAt: string | undefined;
    const backend = answering(() => ({ startedAt }));
    const facts = new JobFactsStore(backend);

    await facts.want([jobMadeAt(1, 'running')]);
    startedAt = STARTED;
    await facts.want([jobMadeAt(1, 'running')]);
    await facts.want([jobMadeAt(1, 'running')]);

    expect(askedFor(backend)).toHaveLength(2);
    expect(facts.state.get('training houses-1')).toMatchObject({ startedAt: STARTED });
  });

  test('are asked for in parts of 50, and for rows that come into view while a request runs', async () => {
    const backend = answering();
    const facts = new JobFactsStore(backend);
    const many = Array.from({ length: 60 }, (_, minute) => jobMadeAt(minute));

    const first = facts.want([jobMadeAt(0)]);
    await facts.want(many);
    await first;

    expect(askedFor(backend).map((names) => names.length)).toEqual([1, 50, 9]);
  });

  test('of a job that is gone are not asked for again', async () => {
    const backend = scriptedBackend({ jobFacts: () => [] });
    const facts = new JobFactsStore(backend);

    await facts.want([jobMadeAt(1)]);
    await facts.want([jobMadeAt(1)]);

    expect(backend.asked).toHaveLength(1);
    expect(facts.state.size).toBe(0);
  });

  test('are asked for again after a failure and after a cancelled request', async () => {
    const answers = [
      () => Promise.reject(new Error('Rate exceeded')),
      () => new Promise<never>(() => undefined),
      () => Promise.resolve([{ kind: 'training', name: 'houses-1', hosts: 2 } as const]),
    ];
    const backend = scriptedBackend({ jobFacts: () => answers.shift()?.() ?? [] });
    const facts = new JobFactsStore(backend);

    await expect(facts.want([jobMadeAt(1)])).rejects.toThrow('Rate exceeded');
    const cancelled = facts.want([jobMadeAt(1)]);
    facts.cancel();
    await cancelled;
    await facts.want([jobMadeAt(1)]);

    expect(askedFor(backend)).toHaveLength(3);
    expect(facts.state.size).toBe(1);
  });
});

function answering(factsOf: () => Partial<JobFacts> = () => ({ startedAt: STARTED })): ScriptedBackend {
  return scriptedBackend({
    jobFacts: ({ jobs }) => jobs.map(({ kind, name }) => ({ kind, name, hosts: 2, ...factsOf() })),
  });
}

function askedFor({ asked }: ScriptedBackend): string[][] {
  return asked.map(({ params }) => ('jobs' in params ? namesOf(params.jobs as { name: string }[]) : []));
}
