import { describe, expect, test } from '@jest/globals';
import { type JobResilience, resilienceProblems } from 'kernel-helpers/sagemaker/job/resilience';
import { resilienceEnvironment, resilienceRequest } from 'kernel-helpers/sagemaker/job/resilience-request';

const PLACES = { bucket: 'b', jobName: 'job-1' };

describe('the options for lost hosts, checkpoints and spot instances', () => {
  test.each<[JobResilience, object, object]>([
    [{}, {}, {}],
    [{ onHostLoss: 'continue', watchdogSeconds: 60 }, {}, { ON_HOST_LOSS: 'continue', WATCHDOG_SECONDS: '60' }],
    [{ checkpoints: true }, { CheckpointConfig: { S3Uri: 's3://b/job-1/checkpoints' } }, {}],
    [
      { checkpoints: { everyRounds: 5, uri: 's3://b/job-0/checkpoints' } },
      { CheckpointConfig: { S3Uri: 's3://b/job-0/checkpoints' } },
      { CHECKPOINT_ROUNDS: '5' },
    ],
    [
      { spot: { maxWaitSeconds: 7200 } },
      { CheckpointConfig: { S3Uri: 's3://b/job-1/checkpoints' }, EnableManagedSpotTraining: true },
      {},
    ],
  ])('%j become members of the request and variables', (options, members, variables) => {
    expect(resilienceProblems(options, 3600)).toEqual([]);
    expect(resilienceRequest(options, PLACES)).toEqual(members);
    expect(resilienceEnvironment(options)).toEqual(variables);
  });

  test('are refused with every problem at once', () => {
    const wrong = JSON.parse(
      '{"onHostLoss":"go on","checkpoints":{"everyRounds":0,"uri":"bucket"},"spot":{"maxWaitSeconds":60},"watchdogSeconds":5}',
    );

    expect(resilienceProblems(wrong, 3600)).toEqual([
      "onHostLoss must be 'fail' or 'continue', not \"go on\".",
      'checkpoints.everyRounds must be a whole number of at least 1, not 0.',
      'checkpoints.uri must be of the form s3://bucket/folder, not "bucket".',
      'watchdogSeconds must be a whole number of at least 60, not 5.',
      'spot.maxWaitSeconds must be a whole number of at least maxRunSeconds (3600), not 60.',
    ]);
  });
});
