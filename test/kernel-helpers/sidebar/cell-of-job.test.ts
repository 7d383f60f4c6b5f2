import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from '@jest/globals';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import { type JobScript, trainingJobRequest } from 'kernel-helpers/sagemaker/job/request';
import type { Settings } from 'kernel-helpers/settings';
import { cellOfJob } from 'kernel-helpers/sidebar/jobs/cell-of-job';
import { readTrainingJob } from 'kernel-helpers/sidebar/jobs/describe-training-job';

const NAME = 'snowflake-xgboost-houses-2026-01-31-09-05-07-042';
const SETTINGS: Settings = { secretId: 'snowflake_credentials', account: 'myorg-account1', database: 'HOUSING' };
const OWN_SCRIPT: JobScript = { program: 'train.js', sourceUri: 's3://bucket/sourcedir.tar.gz' };
const IMAGE_SCRIPT: JobScript = { sourceUri: 's3://bucket/none' };

/** The least that a job has. */
const LEAST = {
  image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/snowflake-xgboost@sha256:abc',
  target: 'PRICE',
  instances: { type: 'ml.m5.large', count: 1 },
  hyperparameters: { num_round: 5 },
  name: 'houses',
} satisfies TrainingJobOptions;
const QUERY = `with houses as (select "Price 1" as price, 'it''s \\\\' as word from h) -- all
select * from houses`;

function request(options: TrainingJobOptions, script: JobScript) {
  return trainingJobRequest(options, SETTINGS, {
    jobName: NAME,
    roleArn: 'arn:aws:iam::123456789012:role/trainer',
    bucket: 'sagemaker-us-east-1-123456789012',
    region: 'us-east-1',
    script,
    makerTag: { Key: 'made-by', Value: 'user/alice' },
    launchVariables: script.program === undefined ? {} : { LAUNCHED_FROM_SCRIPT: 'training/train.ts' },
  });
}

/** A description repeats the members of the request under the same names (API reference, DescribeTrainingJob). */
function described(options: TrainingJobOptions, script: JobScript): DescribeTrainingJobCommandOutput {
  const { Tags: _, ...members } = request(options, script);
  return { ...members, TrainingJobArn: 'arn', TrainingJobStatus: 'Completed', $metadata: {} } as never;
}

/** Runs the cell's source as far as the options that it gives to trainingJob(). */
function optionsIn(source: string): TrainingJobOptions {
  const body = source.replace(/^import .*$/m, '');
  return new Function('trainingJob', `${body}\nreturn plannedJob;`)((options: TrainingJobOptions) => options);
}

function clone(job: DescribeTrainingJobCommandOutput, tags: Readonly<Record<string, string>> = {}): string {
  return cellOfJob(NAME, job, { role: undefined, tags, areTagsHidden: false }, SETTINGS);
}

describe('the cell of a job plans a job with the same request', () => {
  test.each<[string, Partial<TrainingJobOptions>, JobScript?]>([
    ['of a table', { table: 'houses' }],
    [
      "of a table, with the user's script",
      { table: 'houses', sourceDir: 'training', entryPoint: 'train.ts' },
      OWN_SCRIPT,
    ],
    ['of a query', { query: QUERY }],
    [
      'of a query, with features, weight and a validation table',
      {
        query: 'select * from houses',
        features: ['MEDINC', 'Ocean, near', '"quoted"'],
        weight: 'HOW MUCH',
        validationTable: '"My schema".TEST_HOUSES',
      },
    ],
    ['with a validation table whose whole name is quoted', { table: 'houses', validationTable: '"Test houses"' }],
    ['of a table with features', { table: 'a.b.houses', features: ['MEDINC'] }],
    [
      'with hyperparameters of every kind',
      {
        table: 'houses',
        hyperparameters: {
          num_round: 5,
          objective: 'reg:squarederror',
          eval_metric: ['rmse', 'mae'],
          eta: 0.2,
          holdout: 0.1,
          device: 'cpu',
        },
      },
    ],
    ['with variables of its own', { table: 'houses', environment: { GREETING: "it's \\ fine", SF_ROLE: 'PUBLIC' } }],
    [
      'with limits',
      { table: 'houses', maxRunSeconds: 60, instances: { type: 'ml.g5.xlarge', count: 3, volumeGb: 50 } },
    ],
    [
      'with network and keys',
      {
        table: 'houses',
        network: { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
        encryption: { volumeKey: 'alias/volume', outputKey: 'alias/output', betweenHosts: true },
      },
    ],
    [
      'with channels',
      {
        table: 'houses',
        sourceDir: 'training',
        entryPoint: 'train.ts',
        channels: { prices: 's3://bucket/prices/', words: { uri: 's3://bucket/words/', contentType: 'text/csv' } },
      },
      OWN_SCRIPT,
    ],
    ['with tags', { table: 'houses', tags: { team: 'café' } }],
  ])('%s', (_, given, script = IMAGE_SCRIPT) => {
    const options = { ...LEAST, ...given };

    const cloned = optionsIn(clone(described(options, script), options.tags));

    expect(request(cloned, script)).toEqual(request(options, script));
    // What the job does not name is left to trainingJob(), so that the cell is as short as its user wrote it.
    expect(Object.keys(cloned).filter((name) => !Object.hasOwn(options, name))).toEqual([]);
  });
});

test('a job of others that reads no rows from Snowflake is refused', () => {
  const { Environment: _, ...foreign } = described({ ...LEAST, table: 'houses' }, IMAGE_SCRIPT);

  expect(() => clone(foreign as DescribeTrainingJobCommandOutput)).toThrow(
    expect.objectContaining({
      reason: 'refused',
      message: expect.stringContaining('names no Snowflake table or query'),
    }),
  );
});

describe('the detail of a job names its rows', () => {
  test.each([
    ['a table', { table: 'houses' }, { path: ['HOUSING', 'HOUSES'], query: 'select * from "HOUSES"', target: 'PRICE' }],
    ['a query', { query: QUERY }, { path: [], query: QUERY, target: 'PRICE' }],
  ])('%s', (_, given, source) => {
    const { source: found } = readTrainingJob(described({ ...LEAST, ...given }, IMAGE_SCRIPT));

    expect(found).toMatchObject({ query: source.query, target: source.target });
    expect(found?.path.at(-1)).toBe(source.path.at(-1));
  });
});
