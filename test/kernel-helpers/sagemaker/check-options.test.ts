import { describe, expect, test } from '@jest/globals';
import { TrainingImage } from 'kernel-helpers/sagemaker/image/training-image';
import { checkJobOptions } from 'kernel-helpers/sagemaker/job/check-options';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import type { Settings } from 'kernel-helpers/settings';
import { DEFAULT_SCRIPT_HYPERPARAMETERS } from 'kernel-helpers/training-contract/index';

const SETTINGS: Settings = {
  secretId: 'snowflake_credentials',
  account: 'myorg-account1',
  database: 'HOUSING',
  schema: 'HOUSING_SCHEMA',
};

const OPTIONS: TrainingJobOptions = {
  image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/snowflake-xgboost:abc',
  sourceDir: 'training',
  entryPoint: 'train.ts',
  table: 'california_housing',
  target: 'MEDHOUSEVAL',
  instances: { type: 'ml.m5.2xlarge', count: 2 },
  hyperparameters: { objective: 'reg:squarederror', num_round: 50, max_depth: 5, eta: 0.2 },
};

/** The problems of a good job's options after some changes. A change may be any value, as in a cell. */
function problemsWith(changes: Readonly<Record<string, unknown>>, settings = SETTINGS): string[] {
  return checkJobOptions({ ...OPTIONS, ...changes } as TrainingJobOptions, settings, {});
}

describe('the options of a job', () => {
  test('of a good job have no problem', () => {
    expect(problemsWith({})).toEqual([]);
    expect(problemsWith({ name: 'houses-2', maxRunSeconds: 60, environment: { LOG_LEVEL: 'debug' } })).toEqual([]);
    expect(problemsWith({ table: 'OTHER."my table"' })).toEqual([]);
  });

  test('name the nearest right hyperparameter', () => {
    expect(problemsWith({ hyperparameters: { max_dept: 5 } })).toEqual([
      'Hyperparameter "max_dept" is unknown. Did you mean "max_depth"?',
    ]);
  });

  test.each([0, -1, 1.5, 101, Number.NaN, '2'])('refuse %p instances', (count) => {
    expect(problemsWith({ instances: { type: 'ml.m5.large', count } })).toEqual([
      `instances.count must be a whole number from 1 to 100, not ${typeof count === 'string' ? '"2"' : count}.`,
    ]);
  });

  test('name the nearest right instance type', () => {
    expect(problemsWith({ instances: { type: 'ml.m5.2xlage', count: 1 } })).toEqual([
      'Instance type "ml.m5.2xlage" is unknown to SageMaker. Did you mean ml.m5.2xlarge?',
    ]);
    expect(problemsWith({ instances: { type: 'big', count: 1 } })).toEqual([
      'Instance type "big" is unknown to SageMaker. Types look like ml.m5.large.',
    ]);
  });

  test.each([
    [{ type: 'ml.g5.xlarge', count: 1 }, undefined, undefined],
    [{ type: 'ml.g5.xlarge', count: 2 }, 'cpu', undefined],
    [{ type: 'ml.g5.xlarge', count: 2 }, undefined, /the GPUs of 2 hosts here: .* NCCL.* device to 'cpu'\.$/],
    [{ type: 'ml.p4d.24xlarge', count: 3 }, 'cuda', /the GPUs of 3 hosts/],
    [{ type: 'ml.m5.large', count: 1 }, 'cuda', /^The hyperparameter device is 'cuda', but ml\.m5\.large has no GPU/],
  ])('go together with a GPU: %j and device %p', (instances, device, problem) => {
    const problems = problemsWith({ instances, hyperparameters: { device } });

    expect(problems).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)]);
  });

  test('ask for an image that can use the GPU of the host', () => {
    const facts = { tag: 'abc', digest: `sha256:${'0'.repeat(64)}`, how: 'pushed' as const };
    const problemsOn = (device: 'cpu' | 'cuda', hyperparameters = {}) =>
      problemsWith({
        image: new TrainingImage({ ...facts, uri: String(OPTIONS.image), device }),
        instances: { type: 'ml.g5.xlarge', count: 1 },
        hyperparameters,
      });

    expect(problemsOn('cpu')).toEqual([
      "ml.g5.xlarge has a GPU, but the image holds XGBoost for CPUs only. Build it with buildTrainingImage({ device: 'cuda' }), or set the hyperparameter device to 'cpu'.",
    ]);
    expect(problemsOn('cpu', { device: 'cpu' })).toEqual([]);
    expect(problemsOn('cuda')).toEqual([]);
  });

  test.each(['houses!', '-houses', 'houses-', 'x'.repeat(23), ''])('refuse the name %p', (name) => {
    expect(problemsWith({ name })).toEqual([
      `name must be 1 to 21 letters, digits and hyphens, with no hyphen at either end, not "${name}".`,
    ]);
  });

  test.each(['houses; drop table x', 'a.b.c.d', '1st', ''])('refuse the table %p', (table) => {
    expect(problemsWith({ table })[0]).toContain('table must be the name of a Snowflake table');
  });

  test('ask for the Snowflake account', () => {
    const { account: _, ...settings } = SETTINGS;

    expect(problemsWith({}, settings)).toEqual([
      'SF_ACCOUNT is not set: the job would not know which Snowflake account to read.',
    ]);
  });

  test.each(['HTTPS_PROXY', 'http_proxy', 'ALL_PROXY'])('keep the password of a proxy out of it, too: %s', (name) => {
    for (const value of ['http://clerk:hunter2@proxy:3128', 'clerk:hunter2@proxy:3128']) {
      expect(problemsWith({ environment: { [name]: value } })).toEqual([
        `Environment variable ${name} holds the password of a proxy, and everyone who may describe the job could read it. Name a proxy that lets the job's hosts in without one.`,
      ]);
    }
  });

  test('keep secrets out of the job description', () => {
    expect(problemsWith({ environment: { SNOWFLAKE_PASSWORD: 'hunter2' } })).toEqual([
      'Environment variable SNOWFLAKE_PASSWORD looks like a secret, and everyone who may describe the job could read it. Keep it in Secrets Manager.',
    ]);
  });

  test.each([
    [{ objective: 'survival:cox' }, 'objective survival:cox', 'another objective and metric'],
    [{ eval_metric: ['rmse', 'cox-nloglik'] }, 'eval_metric cox-nloglik', 'another objective and metric'],
    [{ tree_method: 'exact' }, 'tree_method exact', "tree_method 'hist'"],
    [{ updater: 'grow_colmaker,prune' }, 'updater grow_colmaker', "tree_method 'hist'"],
  ])('refuse for several hosts what XGBoost trains on one host only: %j', (hyperparameters, unfit, advice) => {
    expect(problemsWith({ hyperparameters })).toEqual([
      `XGBoost does not train on 2 hosts with ${unfit}. Use one host, or choose ${advice}.`,
    ]);
    expect(problemsWith({ hyperparameters, instances: { type: 'ml.m5.large', count: 1 } })).toEqual([]);
  });

  test.each([
    [
      { holdout: 0.1, holdout_seed: 7 },
      'HOUSES_TEST',
      ['holdout', 'holdout_seed'].map(
        (name) =>
          `Hyperparameter "${name}" would have no effect: the error is measured on the validation table HOUSES_TEST. Give one of them.`,
      ),
    ],
    [
      { holdout: 0, holdout_seed: 7, early_stopping_rounds: 5 },
      undefined,
      [
        'Hyperparameter "holdout_seed" would have no effect: with holdout 0 no rows are kept aside. Leave it out.',
        'Hyperparameter "early_stopping_rounds" needs rows to measure the error on, and holdout is 0. Set holdout above 0, or give a validation table.',
      ],
    ],
    [
      { folds: 5, holdout: 0.1, holdout_seed: 7 },
      undefined,
      ['holdout', 'holdout_seed'].map(
        (name) => `Hyperparameter "${name}" would have no effect: the 5 folds measure the error. Give one of them.`,
      ),
    ],
    [
      { folds: 5 },
      'HOUSES_TEST',
      [
        'Hyperparameter "folds" would have no effect: the error is measured on the validation table HOUSES_TEST. Give one of them.',
      ],
    ],
    [{ folds: 1 }, undefined, ['Hyperparameter "folds" must be 2 or more, or 0 for none.']],
    [{ folds: 5, early_stopping_rounds: 5 }, undefined, []],
    [{ early_stopping_rounds: 5 }, 'HOUSES_TEST', []],
    [{ holdout: 0.1, holdout_seed: 7, early_stopping_rounds: 5 }, undefined, []],
  ])('refuse values of the default script that others leave without effect: %j beside %s', (given, table, problems) => {
    const changes = { sourceDir: undefined, entryPoint: undefined, validationTable: table, hyperparameters: given };

    expect(
      checkJobOptions({ ...OPTIONS, ...changes } as TrainingJobOptions, SETTINGS, DEFAULT_SCRIPT_HYPERPARAMETERS),
    ).toEqual(problems);
  });

  test('take folds as an option of jobs with the image’s own script', () => {
    const own = { sourceDir: undefined, entryPoint: undefined };
    const problems = (changes: object) =>
      checkJobOptions({ ...OPTIONS, ...changes } as TrainingJobOptions, SETTINGS, DEFAULT_SCRIPT_HYPERPARAMETERS);

    expect(problems({ ...own, folds: 5 })).toEqual([]);
    expect(problems({ ...own, folds: 2.5 })).toEqual([
      'Hyperparameter "folds" must be a whole number from 0 to 100, not 2.5.',
    ]);
    expect(problems({ ...own, folds: 5, hyperparameters: { folds: 3 } })).toEqual([
      'Give folds as an option or as a hyperparameter, not both.',
    ]);
    expect(problems({ folds: 5 })).toEqual([
      "The option folds is for the image's own script. Leave it out, or leave out entryPoint and sourceDir.",
    ]);
  });

  test('ask for the quantiles of quantile regression', () => {
    expect(problemsWith({ hyperparameters: { objective: 'reg:quantileerror' } })).toEqual([
      'Objective "reg:quantileerror" needs the quantiles. Set the hyperparameter "quantile_alpha", such as 0.5.',
    ]);
  });

  test.each([
    [
      { SF_TABLE: 'other' },
      'Environment variable SF_TABLE says "other", and the option table "california_housing". Give only table.',
    ],
    [
      { SF_TRAINING_TABLE: 'other' },
      'Environment variable SF_TRAINING_TABLE says "other", and the option table "california_housing". Give only table.',
    ],
    [
      { TARGET_COLUMN: 'x' },
      'Environment variable TARGET_COLUMN says "x", and the option target "MEDHOUSEVAL". Give only target.',
    ],
    [
      { AWS_REGION: 'eu-west-1' },
      'Environment variable AWS_REGION cannot be "eu-west-1": a job runs in the notebook\'s region, us-east-1. Set AWS_REGION of the notebook, or leave it out.',
    ],
    [{ AWS_DEFAULT_REGION: 'eu-west-1' }, expect.stringContaining('AWS_DEFAULT_REGION cannot be')],
    [
      { TRAINING_JOB_NAME: 'x' },
      'Environment variable TRAINING_JOB_NAME would have no effect: SageMaker sets it. Leave it out.',
    ],
    [{ SAGEMAKER_PROGRAM: 'x' }, expect.stringContaining('SAGEMAKER_PROGRAM would have no effect')],
    [{ SM_HP_ETA: '1' }, expect.stringContaining('SM_HP_ETA would have no effect')],
    [{ LAUNCHED_FROM_CELL: 'x' }, expect.stringContaining('would have no effect: start() sets it')],
    [{ DMLC_TRACKER_URI: 'x' }, expect.stringContaining('DMLC_TRACKER_URI would have no effect')],
    [{ XGBOOST_LIBRARY: 'x' }, expect.stringContaining('XGBOOST_LIBRARY would have no effect')],
    [{ AWS_ACCESS_KEY_ID: 'x' }, expect.stringContaining('the job gets the keys of its role')],
    [{ AWS_ENDPOINT_URL_S3: 'x' }, expect.stringContaining('AWS_ENDPOINT_URL_S3 would have no effect')],
    [{ SF_VALIDATION_TABLE: 'x' }, expect.stringContaining('give the table as the option validationTable')],
    [{ sf_role: 'X' }, 'Environment variable sf_role would have no effect: nothing reads it. Did you mean SF_ROLE?'],
    [
      { SF_WAREHOSE: 'X' },
      'Environment variable SF_WAREHOSE would have no effect: nothing reads it. Did you mean SF_WAREHOUSE?',
    ],
  ])('refuse a variable that would have no effect: %j', (environment, problem) => {
    expect(problemsWith({ environment }, { ...SETTINGS, region: 'us-east-1' })).toEqual([problem]);
  });

  test('take variables that say the same as the options, and those of scripts', () => {
    const environment = {
      SF_TABLE: 'california_housing',
      TARGET_COLUMN: 'MEDHOUSEVAL',
      AWS_REGION: 'us-east-1',
      XGBOOST_TRACKER_PORT: '9100',
      OMP_NUM_THREADS: '2',
      SF_ROLE: 'ANALYST_RO',
      SF_OCSP: 'fail-open',
      HTTPS_PROXY: 'http://proxy.example.com:3128',
      no_proxy: '.amazonaws.com,a@b',
      NODE_EXTRA_CA_CERTS: '/opt/company/ca.pem',
    };

    expect(problemsWith({ environment }, { ...SETTINGS, region: 'us-east-1' })).toEqual([]);
  });

  test('keep to the limits of the API', () => {
    expect(problemsWith({ environment: { LONG: 'x'.repeat(513) } })).toEqual([
      'Environment variable LONG must be a text of at most 512 characters.',
    ]);
    expect(problemsWith({ maxRunSeconds: 0 })[0]).toContain('maxRunSeconds must be a whole number from 1 to 2419200');
    expect(problemsWith({ instances: { type: 'ml.m5.large', count: 1, volumeGb: 0 } })[0]).toContain(
      'instances.volumeGb',
    );
    expect(problemsWith({ role: 'admin' })).toEqual([
      'role must be the ARN of a role: arn:aws:iam::<account>:role/<name>.',
    ]);
  });

  test('are all checked at once', () => {
    const problems = problemsWith({
      image: 'latest',
      table: '',
      target: '',
      instances: { type: 'ml.m5.large', count: 0 },
      hyperparameters: { eta: 2, num_rounds: 5 },
    });

    expect(problems).toHaveLength(6);
  });

  test('may be missing altogether, as in a cell that is not type-checked', () => {
    const problems = checkJobOptions({} as TrainingJobOptions, SETTINGS, {});

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['image', 'table', 'target', 'instances']);
  });
});
