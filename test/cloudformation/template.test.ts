import { describe, expect, test } from '@jest/globals';
import {
  JOB_ROLE_NAME,
  NOTEBOOK_INSTANCE_NAME,
  NOTEBOOK_ROLE_NAME,
  PROJECT_TAG,
  REPOSITORY_NAME,
  SECRET_NAME,
  SNOWFLAKE_NAMES,
} from 'kernel-helpers/story-names';
import { runToSuccess } from '../support/run-process';
import { readTemplate } from './support/read-template';
import { type ParameterValues, ResolvedTemplate } from './support/resolve-template';

const SHA256 = 'a'.repeat(64);
const GIVEN = { SnowflakeAccount: 'myorg-account1', ReleaseUrl: 'https://example.com/r.tar.gz', ReleaseSha256: SHA256 };
const KEY = 'arn:aws:kms:us-west-2:123456789012:key/1';
const SECRET = 'arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf';
const IN_BUCKET = { ReleaseBucket: 'releases', ReleaseKey: 'v1/archive.tar.gz' };
const NETWORK = { SubnetId: 'subnet-01234567', SecurityGroupIds: 'sg-01234567,sg-12345678' };
/** With all that makes policies and scripts longer. */
const EVERYTHING = {
  ...GIVEN,
  ...IN_BUCKET,
  ...NETWORK,
  KmsKeyArn: KEY,
  SecretArn: SECRET,
  NotebookName: 'n'.repeat(63),
  LogGroups: 'make',
};
/** Limit of IAM for all inline policies of one role together, without white space (user guide, "IAM and AWS STS quotas"). */
const INLINE_POLICIES_LENGTH = 10_240;
/** Limit of SageMaker (API reference, NotebookInstanceLifecycleHook, Content). */
const SCRIPT_LENGTH = 16_384;

const template = readTemplate();
const launched = (parameters: ParameterValues = {}) => new ResolvedTemplate(template, { ...GIVEN, ...parameters });

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

function policiesOf(stack: ResolvedTemplate, role: string): readonly { readonly PolicyDocument: object }[] {
  return stack.resource(role).Properties.Policies as never;
}

function statementsOf(stack: ResolvedTemplate, role: string): readonly Statement[] {
  return policiesOf(stack, role).flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
  );
}

const listOf = (value: string | readonly string[]): readonly string[] => [value].flat();

describe('the parameters', () => {
  test('stand in one group each, with a description and a constraint', () => {
    const groups = template.Metadata['AWS::CloudFormation::Interface'].ParameterGroups;
    expect(groups.flatMap(({ Parameters }) => Parameters).sort()).toEqual(Object.keys(template.Parameters).sort());

    for (const [name, parameter] of Object.entries(template.Parameters)) {
      expect([name, parameter.Description]).toEqual([name, expect.stringMatching(/^\w.+\.$/)]);
      const { AllowedPattern, AllowedValues, MinValue, ConstraintDescription } = parameter;
      expect([name, AllowedPattern ?? AllowedValues ?? MinValue]).toEqual([name, expect.anything()]);
      if (AllowedPattern !== undefined) expect([name, ConstraintDescription]).toEqual([name, expect.any(String)]);
    }
  });

  test('take no secret value: whoever may describe the stack reads what has no NoEcho', () => {
    const taking = Object.entries(template.Parameters)
      .filter(([name]) => /password|token|private|credential|secret(?!Arn)/i.test(name))
      .filter(([, { NoEcho }]) => NoEcho !== true);

    expect(taking).toEqual([]);
    expect(isTaken('SecretArn', 'my password')).toBe(false);
    expect(isTaken('SecretArn', '{"user":"me"}')).toBe(false);
  });

  // The head of the start script and the policies hold these texts as they are.
  test.each([
    [
      'SnowflakeAccount',
      ['myorg-account1', 'https://x.snowflakecomputing.com'],
      ['', 'a b', "a'b", 'a\nSETTINGS', '$(id)'],
    ],
    ['SnowflakeWarehouse', ['', 'HOUSING_WH', '_a$1'], ['a-b', '"a b"', '1a', 'a\nb']],
    ['NotebookName', ['a', 'aws-aiml-1'], ['', '-a', 'a-', 'Upper', 'under_score']],
    ['InstanceType', ['ml.t3.medium'], ['t3.medium', 'ml.t3']],
    ['SubnetId', ['', 'subnet-0123456789abcdef0'], ['sg-01234567', 'subnet-1']],
    [
      'SecurityGroupIds',
      ['', 'sg-01234567', 'sg-01234567,sg-12345678'],
      ['sg-01234567, sg-12345678', 'subnet-01234567'],
    ],
    ['KmsKeyArn', ['', KEY], ['alias/mine', 'arn:aws:kms:us-west-2:123456789012:alias/mine']],
    ['BucketName', ['', 'my-models'], ['My-models', 'a', 'with_underscore']],
    ['ReleaseUrl', ['', 'https://example.com/a.tar.gz?x=1'], ['http://example.com/a', "https://a'b", 'https://a b']],
    ['ReleaseKey', ['', 'v1/a.tar.gz'], ['*', 'a?', 'a b']],
    ['ReleaseSha256', [SHA256], ['', 'A'.repeat(64), 'a'.repeat(63)]],
  ])('%s takes what fits and nothing else', (name, fitting, others) => {
    expect(fitting.filter((value) => !isTaken(name, value))).toEqual([]);
    expect(others.filter((value) => isTaken(name, value))).toEqual([]);
  });

  test.each([
    ['half a network', { SubnetId: NETWORK.SubnetId }, 'Give both SubnetId and SecurityGroupIds, or neither.'],
    ['the other half', { SecurityGroupIds: 'sg-01234567' }, 'Give both SubnetId and SecurityGroupIds, or neither.'],
    [
      'no release',
      { ReleaseUrl: '' },
      'Give ReleaseUrl, or ReleaseBucket and ReleaseKey, so that the instance knows what to install.',
    ],
    ['a bucket without a key', { ReleaseBucket: 'releases' }, 'Give both ReleaseBucket and ReleaseKey, or neither.'],
    [
      'a secret that nobody reads',
      { SnowflakeLogin: 'workload identity', SecretArn: SECRET },
      'Workload identity needs no secret, so leave SecretArn empty, or set SnowflakeLogin to secret.',
    ],
  ])('are refused with %s, before anything is made', (_, parameters, refusal) => {
    expect(launched(parameters).refusals).toEqual([refusal]);
  });

  test.each<ParameterValues>([
    GIVEN,
    { ReleaseUrl: '', ...IN_BUCKET },
    EVERYTHING,
    { SnowflakeLogin: 'workload identity' },
  ])('are taken where they fit together: %j', (parameters) => {
    expect(launched(parameters).refusals).toEqual([]);
  });
});

describe('the roles', () => {
  test.each(['NotebookRole', 'TrainingRole'])('%s is taken by SageMaker for this account only', (role) => {
    expect(launched().resource(role).Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'sagemaker.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        },
      ],
    });
    expect(launched().resource(role).Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test.each(['NotebookRole', 'TrainingRole'])(
    '%s allows named actions, and * only where AWS knows no resource',
    (role) => {
      const statements = statementsOf(launched(EVERYTHING), role);
      const anywhere = statements
        .filter(({ Resource }) => listOf(Resource).includes('*'))
        .flatMap(({ Action }) => Action);

      expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
      expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
      expect(anywhere.filter((action) => !WITHOUT_RESOURCE.some((pattern) => pattern.test(action)))).toEqual([]);
      expect(anywhere.length).toBeGreaterThan(0);
    },
  );

  test('let the notebook pass the role of jobs to SageMaker, and no other role', () => {
    const passing = statementsOf(launched(EVERYTHING), 'NotebookRole').filter(({ Action }) =>
      listOf(Action).some((action) => /^iam:(?!Get|Simulate)/.test(action)),
    );

    expect(passing).toEqual([
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::123456789012:role/TrainingRole',
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
    ]);
    expect(JSON.stringify(statementsOf(launched(EVERYTHING), 'TrainingRole'))).not.toContain('iam:');
  });

  test.each(['NotebookRole', 'TrainingRole'])("%s stays below IAM's limit for inline policies", (role) => {
    const policies = policiesOf(launched(EVERYTHING), role).map(({ PolicyDocument }) => JSON.stringify(PolicyDocument));

    expect(policies.join('').replace(/\s/g, '').length).toBeLessThan(INLINE_POLICIES_LENGTH);
  });

  test('have rights to a secret, a key or a network only where there is one', () => {
    const actions = (parameters: ParameterValues) =>
      ['NotebookRole', 'TrainingRole'].flatMap((role) =>
        statementsOf(launched(parameters), role).flatMap(({ Action }) => Action),
      );
    const services = (parameters: ParameterValues) =>
      [...new Set(actions(parameters).map((action) => action.split(':')[0]))].filter((service) =>
        ['secretsmanager', 'kms', 'ec2'].includes(service ?? ''),
      );

    expect(services({})).toEqual(['secretsmanager']);
    expect(services({ SnowflakeLogin: 'workload identity' })).toEqual([]);
    expect(services(EVERYTHING).sort()).toEqual(['ec2', 'kms', 'secretsmanager']);
  });
});

/** Service Authorization Reference: actions without a resource type; and SageMaker's own advice on network interfaces. */
const WITHOUT_RESOURCE = [
  /^sts:GetCallerIdentity$/,
  /^ecr:GetAuthorizationToken$/,
  /^cloudwatch:PutMetricData$/,
  /^sagemaker:List/,
  /^servicequotas:List/,
  /^ec2:\w*NetworkInterface\w*$/,
  /^ec2:Describe(Vpcs|DhcpOptions|Subnets|SecurityGroups)$/,
];

describe('what the stack makes', () => {
  test('is named as the notebooks expect it', () => {
    const stack = launched();

    expect(template.Parameters).toMatchObject({
      NotebookName: { Default: NOTEBOOK_INSTANCE_NAME },
      RoleName: { Default: NOTEBOOK_ROLE_NAME },
      SnowflakeWarehouse: { Default: SNOWFLAKE_NAMES.warehouse },
      SnowflakeDatabase: { Default: SNOWFLAKE_NAMES.database },
      SnowflakeSchema: { Default: SNOWFLAKE_NAMES.schema },
    });
    expect(stack.resource('NotebookInstance').Properties.NotebookInstanceName).toBe(NOTEBOOK_INSTANCE_NAME);
    expect(stack.resource('NotebookRole').Properties.RoleName).toBe(NOTEBOOK_ROLE_NAME);
    expect(stack.resource('TrainingRole').Properties.RoleName).toBe(JOB_ROLE_NAME);
    expect(stack.resource('Secret').Properties.Name).toBe(SECRET_NAME);
    expect(stack.resource('Repository').Properties.RepositoryName).toBe(REPOSITORY_NAME);
  });

  test('is marked as this project, wherever it can be', () => {
    const marked = launched(EVERYTHING).resourceNames.filter(
      (name) => !UNTAGGED.includes(template.Resources[name]?.Type ?? ''),
    );

    for (const name of marked) expect(launched(EVERYTHING).resource(name).Properties.Tags).toContainEqual(PROJECT_TAG);
    expect(marked).toContain('NotebookInstance');
  });

  test('is a notebook instance of today, without version 1 of the metadata service', () => {
    expect(launched().resource('NotebookInstance').Properties).toMatchObject({
      PlatformIdentifier: 'notebook-al2023-v1',
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
      RootAccess: 'Disabled',
      VolumeSizeInGB: 20,
      DirectInternetAccess: 'Enabled',
    });
    expect(template.Parameters.VolumeSizeInGB?.MinValue).toBe(20);
  });

  test('is in your network, behind your key and your boundary, where you give them', () => {
    const stack = launched({ ...EVERYTHING, PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/limit' });

    expect(stack.resource('NotebookInstance').Properties).toMatchObject({
      SubnetId: NETWORK.SubnetId,
      SecurityGroupIds: NETWORK.SecurityGroupIds.split(','),
      DirectInternetAccess: 'Disabled',
      KmsKeyId: KEY,
    });
    expect(stack.resource('Bucket').Properties.BucketEncryption).toMatchObject({
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } },
      ],
    });
    expect(stack.resource('Repository').Properties.EncryptionConfiguration).toMatchObject({ KmsKey: KEY });
    for (const role of ['NotebookRole', 'TrainingRole']) {
      expect(stack.resource(role).Properties.PermissionsBoundary).toBe('arn:aws:iam::123456789012:policy/limit');
    }
    expect(launched().resource('NotebookRole').Properties).not.toHaveProperty('PermissionsBoundary');
  });

  test('is a bucket that is encrypted, versioned, private and answers over TLS only', () => {
    expect(launched().resource('Bucket').Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(launched().resource('BucketPolicy').Properties.PolicyDocument).toMatchObject({
      Statement: [{ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': false } } }],
    });
  });

  test('is no secret where one is given or none is needed, and else a secret without a value', () => {
    expect(launched({ SecretArn: SECRET }).resourceNames).not.toContain('Secret');
    expect(launched({ SnowflakeLogin: 'workload identity' }).resourceNames).not.toContain('Secret');
    const { Properties } = launched().resource('Secret');
    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
  });

  test('goes with the stack, but for the bucket where it is to stay', () => {
    const staying = (parameters: ParameterValues) => {
      const stack = launched(parameters);
      return stack.resourceNames.filter((name) => stack.resource(name).DeletionPolicy !== 'Delete');
    };

    expect(staying(EVERYTHING)).toEqual([]);
    expect(staying({ ...EVERYTHING, KeepBucket: 'yes' })).toEqual(['Bucket']);
    // A failed launch leaves no bucket that the next one finds taken.
    expect(launched({ KeepBucket: 'yes' }).resource('Bucket').DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(launched().resource('Repository').Properties.EmptyOnDelete).toBe(true);
    expect(launched(EVERYTHING).resource('TrainingJobsLogGroup').Properties.RetentionInDays).toBe(30);
  });
});

/** CloudFormation knows no tags for them, or they are parts of what has tags. */
const UNTAGGED = ['AWS::S3::BucketPolicy', 'AWS::SageMaker::NotebookInstanceLifecycleConfig', 'AWS::Logs::LogGroup'];

describe('the start script', () => {
  const scriptOf = (parameters: ParameterValues) => {
    const hooks = launched(parameters).resource('LifecycleConfig').Properties.OnStart as readonly { Content: string }[];
    return hooks.map(({ Content }) => Content).join();
  };

  test('gets what the notebooks need from the stack', async () => {
    const script = Buffer.from(scriptOf(IN_BUCKET), 'base64').toString();
    const head = script.slice(0, script.indexOf('\n}\n') + 3);

    expect(await runToSuccess('bash', ['-c', `${head}settings`])).toBe(
      [
        'RELEASE_URL=https://example.com/r.tar.gz',
        `RELEASE_SHA256=${SHA256}`,
        'RELEASE_BUCKET=releases',
        'RELEASE_KEY=v1/archive.tar.gz',
        'IDLE_MINUTES=60',
        'INSTANCE_NAME=aws-aiml-blogpost-sagemaker-snowflake-example',
        'AWS_REGION=us-west-2',
        'SAGEMAKER_ROLE_ARN=arn:aws:iam::123456789012:role/TrainingRole',
        'SAGEMAKER_BUCKET=notebooks-bucket-0123456789ab',
        'SECRET_ID=arn:aws:secretsmanager:us-west-2:123456789012:secret:snowflake_credentials-AbCdEf',
        'SF_AUTHENTICATOR=',
        'SF_ACCOUNT=myorg-account1',
        'SF_WAREHOUSE=HOUSING_WH',
        'SF_DATABASE=HOUSING',
        'SF_SCHEMA=HOUSING_SCHEMA',
        'SF_ROLE=',
        '',
      ].join('\n'),
    );
  });

  test('names no secret and its way to log in with workload identity', () => {
    const script = Buffer.from(scriptOf({ SnowflakeLogin: 'workload identity' }), 'base64').toString();

    expect(script).toContain('\nSECRET_ID=\nSF_AUTHENTICATOR=WORKLOAD_IDENTITY\n');
  });

  test("stays below SageMaker's limit with the longest settings", () => {
    const longest = Object.entries(template.Parameters).flatMap(([name, { MaxLength }]) =>
      /^Snowflake|^Release/.test(name) && MaxLength !== undefined ? [[name, 'n'.repeat(MaxLength)]] : [],
    );

    expect(longest).toHaveLength(7);
    expect(scriptOf({ ...EVERYTHING, ...Object.fromEntries(longest) }).length).toBeLessThan(SCRIPT_LENGTH);
  });
});

describe('the outputs', () => {
  test('are described, and say what clean-up and the notebooks need', () => {
    for (const { Description } of Object.values(template.Outputs)) expect(Description).toMatch(/^\w.+\.$/);
    expect(launched().outputs).toMatchObject({
      NotebookInstanceName: expect.anything(),
      NotebookRoleArn: 'arn:aws:iam::123456789012:role/NotebookRole',
      JobRoleArn: 'arn:aws:iam::123456789012:role/TrainingRole',
      BucketName: 'notebooks-bucket-0123456789ab',
      KeepsBucket: 'no',
      RepositoryName: REPOSITORY_NAME,
      KeepsRepository: 'no',
      SecretArn: expect.stringContaining(SECRET_NAME),
    });
    expect(launched({ SnowflakeLogin: 'workload identity' }).outputs).not.toHaveProperty('SecretArn');
  });

  test("say how Snowflake knows the roles without a secret, in Snowflake's own words", () => {
    expect(launched().outputs.WorkloadIdentitySql).toContain(
      "WORKLOAD_IDENTITY = (TYPE = AWS ARN = 'arn:aws:iam::123456789012:role/TrainingRole')",
    );
  });

  test('link to pages of this partition', () => {
    const links = Object.values(launched().outputs).filter((value) => String(value).startsWith('https://'));

    expect(links.length).toBeGreaterThan(4);
    for (const link of links)
      expect(new URL(String(link)).host).toMatch(/^console\.aws\.amazon\.com$|\.sagemaker\.aws$/);
  });
});

function isTaken(name: string, value: string): boolean {
  const { AllowedPattern = '', MaxLength = Number.POSITIVE_INFINITY } = template.Parameters[name] ?? {};
  return new RegExp(`^(?:${AllowedPattern})$`).test(value) && value.length <= MaxLength;
}
