import { describe, expect, test } from '@jest/globals';
import { environmentProblems, jobSettings } from 'kernel-helpers/sagemaker/job/job-environment';
import { metricNames } from 'kernel-helpers/sagemaker/job/metric-names';
import { trainingJobRequest } from 'kernel-helpers/sagemaker/job/request';
import { MAX_CHOSEN_NAME_LENGTH, MAX_NAME_LENGTH, newJobName } from 'kernel-helpers/sagemaker/names';
import type { Hyperparameters } from 'kernel-helpers/training-contract/index';
import { expectGolden, goldenJson } from '../../support/golden';

describe('the request for a training job', () => {
  test('looks as agreed', () => {
    const request = trainingJobRequest(
      {
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/snowflake-xgboost:abc',
        sourceDir: 'training',
        entryPoint: 'train.ts',
        table: 'california_housing',
        target: 'MEDHOUSEVAL',
        instances: { type: 'ml.m5.2xlarge', count: 2 },
        hyperparameters: { objective: 'reg:squarederror', num_round: 50, eta: 0.2 },
        environment: { LOG_LEVEL: 'debug' },
      },
      { secretId: 'snowflake_credentials', account: 'myorg-account1', database: 'HOUSING', schema: 'HOUSING_SCHEMA' },
      {
        jobName: 'snowflake-xgboost-2026-01-31-09-05-07-042',
        roleArn: 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExampleTraining',
        bucket: 'sagemaker-us-east-1-123456789012',
        region: 'us-east-1',
        script: {
          program: 'train.js',
          sourceUri: 's3://sagemaker-us-east-1-123456789012/job/source/sourcedir.tar.gz',
          declared: {},
        },
        makerTag: { Key: 'made-by', Value: 'user/alice' },
      },
    );

    expectGolden('sagemaker/create-training-job.json', goldenJson(request));
  });
});

describe('the environment of a job', () => {
  const notebook = {
    SF_ACCOUNT: 'org-one',
    SF_ROLE: 'OWNER',
    SF_WAREHOUSE: 'WH',
    SF_SECRET_ID: 'theirs',
    AWS_REGION: 'us-east-1',
  };
  const options = {
    image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/snowflake-xgboost:abc',
    sourceDir: 'training',
    entryPoint: 'train.ts',
    table: 'HOUSING.PUBLIC.HOUSES',
    target: 'PRICE',
    instances: { type: 'ml.m5.large', count: 1 },
  };
  const places = {
    jobName: 'j',
    roleArn: 'r',
    bucket: 'b',
    region: 'us-east-1',
    script: { program: 'train.js', sourceUri: 's3://b/s', declared: {} },
    makerTag: { Key: 'made-by', Value: 'user/alice' },
  };
  const of = (environment: Readonly<Record<string, string>>) =>
    trainingJobRequest({ ...options, environment }, jobSettings({ ...options, environment }, notebook), places)
      .Environment;

  const common = { SF_TABLE: 'HOUSING.PUBLIC.HOUSES', TARGET_COLUMN: 'PRICE', AWS_REGION: 'us-east-1' };
  test.each([
    [{}, { SF_ACCOUNT: 'org-one', SF_ROLE: 'OWNER', SF_WAREHOUSE: 'WH', SECRET_ID: 'theirs' }],
    [
      { SF_ROLE: 'ANALYST_RO' },
      { SF_ACCOUNT: 'org-one', SF_ROLE: 'ANALYST_RO', SF_WAREHOUSE: 'WH', SECRET_ID: 'theirs' },
    ],
    [
      { SECRET_ID: 'mine', SF_WAREHOUSE: 'BIG', LOG_LEVEL: 'debug' },
      { SF_ACCOUNT: 'org-one', SF_ROLE: 'OWNER', SF_WAREHOUSE: 'BIG', SECRET_ID: 'mine', LOG_LEVEL: 'debug' },
    ],
    [
      { SF_ACCOUNT_ID: 'org-two', SF_DATABASE: 'D', SF_SCHEMA: 'S' },
      {
        SF_ACCOUNT: 'org-two',
        SF_ROLE: 'OWNER',
        SF_WAREHOUSE: 'WH',
        SECRET_ID: 'theirs',
        SF_DATABASE: 'D',
        SF_SCHEMA: 'S',
      },
    ],
    [
      { SF_OCSP: 'fail-closed', HTTPS_PROXY: 'http://proxy:3128' },
      {
        SF_ACCOUNT: 'org-one',
        SF_ROLE: 'OWNER',
        SF_WAREHOUSE: 'WH',
        SECRET_ID: 'theirs',
        SF_OCSP: 'fail-closed',
        HTTPS_PROXY: 'http://proxy:3128',
      },
    ],
    [
      { SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' },
      { SF_ACCOUNT: 'org-one', SF_ROLE: 'OWNER', SF_WAREHOUSE: 'WH', SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' },
    ],
  ])('takes what %j says in place of the notebook’s', (environment, expected) => {
    expect(of(environment)).toEqual({ ...common, ...expected });
  });

  test('names a secret of the job even where the notebook logs in without one', () => {
    const environment = { SECRET_ID: 'mine' };
    const settings = jobSettings({ ...options, environment }, { ...notebook, SF_AUTHENTICATOR: 'workload_identity' });
    expect(settings).toMatchObject({ secretId: 'mine' });
    expect(settings.workloadIdentity).toBeUndefined();
    expect(
      environmentProblems(
        { ...options, environment: { ...environment, SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' } },
        settings,
      ),
    ).toEqual(['Environment variable SECRET_ID would have no effect beside SF_AUTHENTICATOR. Give one of them.']);
  });

  test('refuses a wrong value, and two values for one setting', () => {
    expect(() => of({ SF_ACCOUNT: 'https://example.com' })).toThrow('SF_ACCOUNT');
    expect(() => of({ SF_ACCOUNT: 'a', SF_ACCOUNT_ID: 'b' })).toThrow('SF_ACCOUNT_ID and SF_ACCOUNT differ');
  });
});

describe('the metrics of a job', () => {
  const cases: readonly (readonly [Hyperparameters, readonly string[]])[] = [
    [{}, ['train-rmse', 'validation-rmse']],
    [{ objective: 'binary:logistic' }, ['train-logloss', 'validation-logloss']],
    [
      { objective: 'reg:tweedie', tweedie_variance_power: 1.2 },
      ['train-tweedie-nloglik@1.2', 'validation-tweedie-nloglik@1.2'],
    ],
    [{ eval_metric: 'rmse, mae' }, ['train-rmse', 'train-mae', 'validation-rmse', 'validation-mae']],
    [{ eval_metric: ['auc'] }, ['train-auc', 'validation-auc']],
  ];

  test.each(cases)('with %j are %j', (hyperparameters, names) => {
    expect(metricNames(hyperparameters)).toEqual(names);
  });
});

describe('the name of a job', () => {
  const now = new Date('2026-01-31T09:05:07.042Z');

  test('carries the time in UTC', () => {
    expect(newJobName(undefined, now)).toBe('snowflake-xgboost-2026-01-31-09-05-07-042');
    expect(newJobName('houses', now)).toBe('snowflake-xgboost-houses-2026-01-31-09-05-07-042');
  });

  test('fits SageMaker’s limit with the longest name that a user may choose', () => {
    expect(newJobName('x'.repeat(MAX_CHOSEN_NAME_LENGTH), now)).toHaveLength(MAX_NAME_LENGTH);
  });
});
