import { TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from '@jest/globals';
import { maybeSameKey } from 'kernel-helpers/sagemaker/encryption';
import { checkDeployOptions } from 'kernel-helpers/sagemaker/endpoint/deploy-options';
import { checkJobOptions } from 'kernel-helpers/sagemaker/job/check-options';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import { trainingJobRequest } from 'kernel-helpers/sagemaker/job/request';
import { hasLocalStorage } from 'kernel-helpers/sagemaker/local-storage';
import type { Settings } from 'kernel-helpers/settings';
import { hasLocalStorage as hasLocalStorageInAccount } from '../../../kernel-helpers/local-account/sagemaker/constraints/local-storage';
import { withEnvironment } from '../../support/with-environment';

const SETTINGS: Settings = {
  secretId: 'snowflake_credentials',
  account: 'myorg-account1',
  database: 'HOUSING',
  schema: 'HOUSING_SCHEMA',
  region: 'us-east-1',
};
const OPTIONS: TrainingJobOptions = {
  image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/snowflake-xgboost:abc',
  sourceDir: 'training',
  entryPoint: 'train.ts',
  table: 'california_housing',
  target: 'MEDHOUSEVAL',
  instances: { type: 'ml.m5.large', count: 2 },
};
const SUBNET = 'subnet-0123456789abcdef0';
const GROUP = 'sg-0123456789abcdef0';
const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const keyArn = (region: string): string => `arn:aws:kms:${region}:111122223333:key/${KEY_ID}`;

/** Any values, as in a cell without type checks. */
function problemsOfJob(changes: Readonly<Record<string, unknown>>): string[] {
  return checkJobOptions({ ...OPTIONS, ...changes } as TrainingJobOptions, SETTINGS, {});
}

function problemsOfEndpoint(changes: Readonly<Record<string, unknown>>): string[] {
  const restore = withEnvironment({ AWS_REGION: 'us-east-1' });
  try {
    checkDeployOptions({ instance: 'ml.m5.large', ...changes });
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n- ').slice(1) : [];
  } finally {
    restore();
  }
}

const TOGETHER = 'SageMaker needs subnets and security groups together.';
const NO_SUBNETS = `network.subnets must be a list of 1 to 16 IDs, such as ['${SUBNET}']. ${TOGETHER}`;
const NO_GROUPS = `network.securityGroupIds must be a list of 1 to 5 IDs, such as ['${GROUP}']. ${TOGETHER}`;

/** Limits: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html */
describe('the network of a job or an endpoint', () => {
  const cases: readonly (readonly [unknown, readonly string[]])[] = [
    [{ subnets: [SUBNET, 'subnet-12345678'], securityGroupIds: [GROUP] }, []],
    [{ subnets: Array(16).fill(SUBNET), securityGroupIds: Array(5).fill(GROUP) }, []],
    [{ subnets: [SUBNET] }, [NO_GROUPS]],
    [{ securityGroupIds: [GROUP] }, [NO_SUBNETS]],
    [{ subnets: [], securityGroupIds: [] }, [NO_SUBNETS, NO_GROUPS]],
    [{ subnets: SUBNET, securityGroupIds: [GROUP] }, [NO_SUBNETS]],
    [{ subnets: Array(17).fill(SUBNET), securityGroupIds: Array(6).fill(GROUP) }, [NO_SUBNETS, NO_GROUPS]],
    [
      { subnets: ['vpc-12345678', 5], securityGroupIds: ['default'] },
      [
        `network.subnets holds "vpc-12345678", which is no ID such as ${SUBNET}.`,
        `network.subnets holds 5, which is no ID such as ${SUBNET}.`,
        `network.securityGroupIds holds "default", which is no ID such as ${GROUP}.`,
      ],
    ],
    [
      { subnets: [SUBNET], securityGroupIds: [GROUP], securityGroups: [GROUP] },
      ['In network, there is no option securityGroups. Did you mean securityGroupIds?'],
    ],
    [
      { subnets: [SUBNET], securityGroupIds: [GROUP], enableNetworkIsolation: true },
      [
        'network.enableNetworkIsolation cannot be used: an isolated container reaches neither Snowflake nor Secrets Manager. Limit the network by subnets and security groups.',
      ],
    ],
    ['vpc', [`network must be { subnets: ['${SUBNET}'], securityGroupIds: ['…'] }, not vpc.`]],
  ];

  test.each(cases)('%j has the problems %j', (network, problems) => {
    expect(problemsOfJob({ network })).toEqual(problems);
    expect(problemsOfEndpoint({ network })).toEqual(problems);
  });
});

/** Forms: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html and …/API_OutputDataConfig.html */
describe('the keys of a job', () => {
  const notAKey = (name: string, forms: string, key: unknown) =>
    `encryption.${name} must be ${forms}, not ${JSON.stringify(key)}.`;
  const FORMS = 'the ID or the ARN of a KMS key';
  const FORMS_WITH_ALIAS = 'the ID, the ARN or the alias (alias/…) of a KMS key';
  const alias = 'arn:aws:kms:us-east-1:111122223333:alias/models';

  test.each([
    [{ volumeKey: KEY_ID, outputKey: keyArn('us-east-1'), betweenHosts: true }, []],
    [{ volumeKey: `mrk-${'a'.repeat(32)}`, outputKey: 'alias/models' }, []],
    [{ outputKey: alias }, []],
    // The disks of a job take no alias: the API reference lists the key's ID and its ARN only.
    [{ volumeKey: 'alias/disks' }, [notAKey('volumeKey', FORMS, 'alias/disks')]],
    [
      { volumeKey: '', outputKey: 'models' },
      [notAKey('volumeKey', FORMS, ''), notAKey('outputKey', FORMS_WITH_ALIAS, 'models')],
    ],
    [{ outputKey: 7 }, [notAKey('outputKey', FORMS_WITH_ALIAS, 7)]],
    [
      { volumeKey: keyArn('eu-west-1'), outputKey: 'arn:aws:kms:eu-west-1:111122223333:alias/models' },
      [
        'encryption.volumeKey is a key of the region eu-west-1, and this is us-east-1: use a key of us-east-1.',
        'encryption.outputKey is a key of the region eu-west-1, and this is us-east-1: use a key of us-east-1.',
      ],
    ],
    [{ betweenHosts: 'yes' }, ['encryption.betweenHosts must be true or false, not yes.']],
    [{ volumeKmsKey: KEY_ID }, ['In encryption, there is no option volumeKmsKey. Did you mean volumeKey?']],
    ['secret', ['In encryption, they must be one object, such as { volumeKey: … }.']],
  ])('%j have the problems %j', (encryption, problems) => {
    expect(problemsOfJob({ encryption })).toEqual(problems);
  });

  test.each(['ml.g5.xlarge', 'ml.g4dn.xlarge', 'ml.r5d.large', 'ml.p5.48xlarge'])(
    'have none for the disks of %s, which its hardware encrypts',
    (type) => {
      const instances = { type, count: 1 };

      expect(problemsOfJob({ instances, encryption: { volumeKey: KEY_ID } })).toEqual([
        `encryption.volumeKey cannot be used with ${type}: it has disks of its own, which its hardware encrypts. Leave volumeKey out, or choose a type without such disks, such as ml.m5.large.`,
      ]);
      expect(problemsOfJob({ instances, encryption: { outputKey: KEY_ID } })).toEqual([]);
    },
  );

  test('fit the disks of every general type for training', () => {
    const general = Object.values(TrainingInstanceType).filter((type) => /^ml\.(?:[cmr]\d[ain]?|t3)\./.test(type));

    expect(general.length).toBeGreaterThan(50);
    expect(general.filter(hasLocalStorage)).toEqual([]);
  });

  test('are refused for the same types by the local account', () => {
    const types = Object.values(TrainingInstanceType);

    expect(types.filter(hasLocalStorageInAccount)).toEqual(types.filter(hasLocalStorage));
  });
});

test('the disks of an endpoint take an alias too, and an endpoint writes nothing to S3', () => {
  expect(problemsOfEndpoint({ encryption: { volumeKey: 'alias/disks' } })).toEqual([]);
  expect(problemsOfEndpoint({ encryption: { outputKey: KEY_ID } })).toEqual([
    'In encryption, there is no option outputKey. The options are volumeKey.',
  ]);
});

test.each([
  [undefined, undefined, true],
  [KEY_ID, undefined, false],
  [KEY_ID, keyArn('us-east-1'), true],
  [KEY_ID, KEY_ID.replace('1234', '4321'), false],
  ['alias/models', 'arn:aws:kms:us-east-1:111122223333:alias/models', true],
  ['alias/models', 'alias/disks', false],
  // KMS alone knows which key this is.
  ['alias/models', keyArn('us-east-1'), true],
])('the keys %s and %s may be the same: %p', (one, other, same) => {
  expect(maybeSameKey(one, other)).toBe(same);
  expect(maybeSameKey(other, one)).toBe(same);
});

/** Limits: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html */
describe('the tags of a job or an endpoint', () => {
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`key ${index}`, '']));
  const wrongKey = (key: string) =>
    `tags has the key ${JSON.stringify(key)}: a key is 1 to 128 letters, digits, spaces and _ . : / = + - @.`;

  test.each([
    [{ 'cost-center': '1234', Team: 'Datos y más', empty: '' }, []],
    [{ 'AWS:theirs': 'x' }, ['tags cannot have the key "AWS:theirs": keys that begin with aws: are AWS\'s own.']],
    [
      { 'created-by': 'me', 'made-by': 'me' },
      ['created-by', 'made-by'].map(
        (key) => `tags cannot have the key ${key}: by its own tag of this key, cleanUp() finds what you made.`,
      ),
    ],
    [{ '': 'x', 'a*': 'x' }, [wrongKey(''), wrongKey('a*')]],
    [{ ['k'.repeat(129)]: 'x' }, [wrongKey('k'.repeat(129))]],
    [
      { a: 'v'.repeat(257), b: 5 },
      ['a', 'b'].map(
        (key) => `The tag "${key}" must be a text of at most 256 letters, digits, spaces and _ . : / = + - @.`,
      ),
    ],
    [many, ["tags may have at most 48 tags, not 49: SageMaker allows 50, and 2 are this project's."]],
    [[{ Key: 'a', Value: 'b' }], ["tags must be one object, such as { 'cost-center': '1234' }."]],
  ])('%j have the problems %j', (tags, problems) => {
    expect(problemsOfJob({ tags })).toEqual(problems);
    expect(problemsOfEndpoint({ tags })).toEqual(problems);
  });
});

test('problems of network, keys and tags are told at once', () => {
  const changes = { network: {}, encryption: { outputKey: '' }, tags: { 'aws:a': '' } };

  expect(problemsOfJob(changes)).toHaveLength(4);
});

test('a request has network, keys and tags where SageMaker expects them, and nothing more than before without them', () => {
  const places = {
    jobName: 'j',
    roleArn: 'r',
    bucket: 'b',
    region: 'us-east-1',
    script: { program: 'train.js', sourceUri: 's3://b/s', declared: {} },
    makerTag: { Key: 'made-by', Value: 'user/alice' },
  };
  const plain = trainingJobRequest(OPTIONS, SETTINGS, places);
  const request = trainingJobRequest(
    {
      ...OPTIONS,
      network: { subnets: [SUBNET], securityGroupIds: [GROUP] },
      encryption: { volumeKey: KEY_ID, outputKey: 'alias/models', betweenHosts: true },
      tags: { team: 'houses' },
    },
    SETTINGS,
    places,
  );

  expect(request).toEqual({
    ...plain,
    VpcConfig: { Subnets: [SUBNET], SecurityGroupIds: [GROUP] },
    EnableInterContainerTrafficEncryption: true,
    ResourceConfig: { ...plain.ResourceConfig, VolumeKmsKeyId: KEY_ID },
    OutputDataConfig: { S3OutputPath: 's3://b/', KmsKeyId: 'alias/models' },
    Tags: [...(plain.Tags ?? []), { Key: 'team', Value: 'houses' }],
  });
  expect(Object.keys(plain)).not.toContain('VpcConfig');
  expect(plain.Tags).toHaveLength(2);
});
