import { describe, expect, test } from '@jest/globals';
import { type JobChange, KnownJobs, type SeenIn } from 'jupyterlab-ext/jobs/known-jobs';
import { jobMadeAt, namesOf } from './support/job-summaries';

describe('the jobs that are known', () => {
  test('are those that run, newest first', () => {
    const known = new KnownJobs();

    known.learn([jobMadeAt(1, 'running'), jobMadeAt(3, 'stopping'), jobMadeAt(2, 'completed')], 'list');

    expect(namesOf(known.state)).toEqual(['houses-3', 'houses-1']);
  });

  test('stay when an answer does not name them, as with a filter', () => {
    const known = new KnownJobs();
    known.learn([jobMadeAt(1, 'running'), jobMadeAt(2, 'running')], 'list');

    known.learn([jobMadeAt(1, 'completed')], 'list');

    expect(namesOf(known.state)).toEqual(['houses-2']);
  });

  test('tell each change of state once, and who saw it', () => {
    const known = new KnownJobs();
    const told: (readonly [string, string, SeenIn])[] = [];
    const stop = known.listen((changes: readonly JobChange[], seenIn) => {
      for (const { job, from } of changes) told.push([job.name, `${from} → ${job.status}`, seenIn]);
    });

    known.learn([jobMadeAt(1, 'running')], 'list');
    known.learn([jobMadeAt(1, 'stopping')], 'detail');
    known.learn([jobMadeAt(1, 'stopped')], 'watch');
    known.learn([jobMadeAt(1, 'stopped')], 'list');
    stop();
    known.learn([jobMadeAt(1, 'failed')], 'list');

    expect(told).toEqual([
      ['houses-1', 'running → stopping', 'detail'],
      ['houses-1', 'stopping → stopped', 'watch'],
    ]);
  });

  test('call those who show them only when something is another than before', () => {
    const known = new KnownJobs();
    let calls = 0;
    known.subscribe(() => (calls += 1));

    known.learn([jobMadeAt(1, 'running')], 'list');
    known.learn([jobMadeAt(1, 'running')], 'list');
    known.forget(jobMadeAt(1));

    expect(calls).toBe(2);
    expect(known.state).toEqual([]);
  });
});
