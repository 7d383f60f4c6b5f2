import { describe, expect, test } from '@jest/globals';
import { Redactor } from 'kernel-helpers/account-check/redactor';
import { isRoleArn } from 'kernel-helpers/sagemaker/execution-role';
import { checkJobOptions } from 'kernel-helpers/sagemaker/job/check-options';
import { readSettings } from 'kernel-helpers/settings';
import { z } from 'zod';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';
import { validateInput } from '../../../kernel-helpers/local-account/sagemaker/constraints/validate-input';
import { runPython } from '../../support/run-python';

const ACCOUNT = '123456789012';

const partitionsSchema = z.object({
  partitions: z.array(
    z.object({
      id: z.string(),
      outputs: z.object({ dnsSuffix: z.string() }),
      regions: z.record(z.string(), z.unknown()),
    }),
  ),
});

interface Region {
  readonly partition: string;
  readonly region: string;
  readonly dnsSuffix: string;
}

/** All regions of all partitions that AWS's own SDK for Python knows. */
async function allRegions(): Promise<Region[]> {
  const code = 'import json; from botocore.loaders import Loader; print(json.dumps(Loader().load_data("partitions")))';
  const data = await runPython(code, { python: findPythonTools().python });
  return partitionsSchema.parse(data).partitions.flatMap(({ id, outputs, regions }) =>
    Object.keys(regions)
      .filter((region) => !region.endsWith('-global'))
      .map((region) => ({ partition: id, region, dnsSuffix: outputs.dnsSuffix })),
  );
}

/** Hosts of ECR: the usual ones, and those for FIPS and IPv6 (ECR user guide, "Amazon ECR service endpoints"). */
function registriesOf({ region, dnsSuffix }: Region): string[] {
  return [
    `${ACCOUNT}.dkr.ecr.${region}.${dnsSuffix}`,
    `${ACCOUNT}.dkr.ecr-fips.${region}.${dnsSuffix}`,
    `${ACCOUNT}.dkr-ecr.${region}.on.aws`,
  ];
}

/** What is wrong with a job in the region. */
function problemsIn(one: Region): string[] {
  const { partition, region, dnsSuffix } = one;
  const role = `arn:${partition}:iam::${ACCOUNT}:role/service-role/SageMaker`;
  const key = `arn:${partition}:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const settings = readSettings({ AWS_REGION: region, SF_ACCOUNT: 'myorg-account1' });
  const problems = registriesOf(one).flatMap((registry) =>
    checkJobOptions(
      {
        image: `${registry}/sagemaker-snowflake-xgboost@sha256:${'0'.repeat(64)}`,
        sourceDir: 'training',
        entryPoint: 'train.ts',
        table: 'DB.S.HOUSES',
        target: 'PRICE',
        instances: { type: 'ml.m5.large', count: 1 },
        role,
        encryption: { volumeKey: key, outputKey: key },
      },
      settings,
      {},
    ),
  );
  validateInput('CreateTrainingJob', {
    TrainingJobName: 'job',
    RoleArn: role,
    AlgorithmSpecification: { TrainingImage: `${registriesOf(one)[0]}/image:1`, TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: `s3://sagemaker-${region}-${ACCOUNT}/`, KmsKeyId: key },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  });
  const sentence = `${registriesOf(one).join(' ')} bucket-of-acme.s3.${region}.${dnsSuffix} ${role}`;
  return [
    ...problems,
    ...(settings.region === region ? [] : [`The region is read as ${settings.region}.`]),
    ...(isRoleArn(role) ? [] : [`${role} is no ARN of a role.`]),
    ...(/123456789012|acme|iam/.test(new Redactor().redact(sentence)) ? ['A report shows the account.'] : []),
  ];
}

describe('every region of every partition of AWS', () => {
  test('can have jobs: settings, images, roles, keys and addresses of it pass all checks, and no report shows them', async () => {
    const regions = await allRegions();

    const refused = regions
      .map((one) => [one.region, ...problemsIn(one)])
      .filter(([, problem]) => problem !== undefined);

    expect(regions.map(({ region }) => region)).toEqual(
      expect.arrayContaining(['eusc-de-east-1', 'us-iso-east-1', 'eu-isoe-west-1', 'cn-north-1', 'us-gov-west-1']),
    );
    expect(refused).toEqual([]);
  });

  test.each([
    ['no registry of ECR', 'docker.io/library/node:22'],
    ['a host without a region', `${ACCOUNT}.dkr.ecr.amazonaws.com/image:1`],
    ['no account', 'dkr.ecr.us-east-1.amazonaws.com/image:1'],
  ])('has no image whose address has %s', (_what, image) => {
    const options = { image, sourceDir: 'training', entryPoint: 'train.ts', table: 'D.S.T', target: 'P' };
    const problems = checkJobOptions(
      { ...options, instances: { type: 'ml.m5.large', count: 1 } },
      readSettings({ SF_ACCOUNT: 'myorg-account1' }),
      {},
    );

    expect(problems).toEqual(['image must be what buildTrainingImage() returned, or the URI of an image in ECR.']);
  });
});
