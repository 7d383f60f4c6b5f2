import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { attach, type TrainingJob } from 'kernel-helpers/cell-api/training-job';
import { checkQuotas, EXAMPLE_INSTANCES } from 'kernel-helpers/doctor/check-quotas';
import { createEndpoint } from 'kernel-helpers/sagemaker/endpoint/create-endpoint';
import { removeDeployment } from 'kernel-helpers/sagemaker/endpoint/remove-endpoint';
import { waitUntilInService } from 'kernel-helpers/sagemaker/endpoint/wait-for-endpoint';
import { captureStdout } from '../../support/capture-stdout';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { BUCKET, type LocalServices, ROLE_ARN, startLocalServices } from '../local-account/support/local-services';
import { jobRequest, startJob, waitForLogLine } from '../local-account/support/training-jobs';

/** A new account as https://docs.aws.amazon.com/general/latest/gr/sagemaker.html describes it, with one quota granted. */
const QUOTAS = {
  'ml.m5.2xlarge for training job usage': 0,
  'ml.m5.large for training job usage': 0,
  'ml.c5.xlarge for training job usage': 3,
  'ml.m5.large for endpoint usage': 0,
  'ml.t2.medium for endpoint usage': 2,
};
const CONSOLE = 'https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas';

let services: LocalServices;
let scripts: TemporaryFolder;
let restore: () => void;
let restoreOne: (() => void) | undefined;

beforeAll(async () => {
  services = await startLocalServices({ quotas: QUOTAS, typesWithoutCapacity: ['ml.c5.4xlarge'], stopGraceSeconds: 1 });
  restore = withEnvironment({
    AWS_ENDPOINT_URL: services.account.endpoint,
    AWS_ENDPOINT_URL_SAGEMAKER: services.url,
    AWS_ENDPOINT_URL_SERVICE_QUOTAS: services.url,
    AWS_REGION: services.account.region,
    AWS_ACCESS_KEY_ID: services.account.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: services.account.credentials.secretAccessKey,
    SAGEMAKER_ROLE_ARN: ROLE_ARN,
    SF_ACCOUNT: 'local',
    // Without it no login at Snowflake is tried.
    SECRET_ID: 'no_such_secret',
  });
  scripts = makeTemporaryFolder('training-script');
  writeFileSync(
    join(scripts.path, 'train.ts'),
    "import { defineTraining } from 'container';\nexport default defineTraining(async () => {});\n",
  );
  const Key = 'model.tar.gz';
  await services.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'never unpacked' }));
});
afterEach(() => {
  restoreOne?.();
  restoreOne = undefined;
});
afterAll(async () => {
  restore?.();
  scripts?.close();
  await services?.close();
});

/** What a call throws; undefined if it throws nothing. */
async function errorOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function startOn(type: string, count: number): Promise<TrainingJob> {
  const planned = trainingJob({
    image: services.image,
    sourceDir: scripts.path,
    entryPoint: 'train.ts',
    table: 'A.B.C',
    target: 'D',
    instances: { type, count },
    snowflake: false,
  });
  const started: TrainingJob[] = [];
  await captureStdout(async () => {
    started.push(await planned.start());
  });
  return started[0];
}

async function deployOn(instanceType: string, instanceCount: number): Promise<void> {
  const plan = { name: 'e', image: services.image, roleArn: ROLE_ARN, modelArtefact: `s3://${BUCKET}/model.tar.gz` };
  await createEndpoint({ ...plan, instanceType, instanceCount });
}

/** Runs a call while another server answers in place of a service, always with the same. */
async function answering<Result>(
  variable: string,
  { status, body }: { readonly status: number; readonly body: object },
  call: () => Promise<Result>,
): Promise<Result> {
  const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  restoreOne = withEnvironment({ [variable]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  try {
    return await call();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A Service Quotas that denies everything. */
function withoutQuotaRights<Result>(call: () => Promise<Result>): Promise<Result> {
  const Message =
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: servicequotas:ListServiceQuotas because no identity-based policy allows it';
  const body = { __type: 'AccessDeniedException', Message };
  return answering('AWS_ENDPOINT_URL_SERVICE_QUOTAS', { status: 400, body }, call);
}

describe('a training job on a type whose quota is too small', () => {
  test('is not started, and the error says the quota, how to get more, and which types would do', async () => {
    const error = await errorOf(() => startOn('ml.m5.2xlarge', 2));

    expect(error).toMatchObject({ kind: 'user' });
    expect(String(error)).toMatch(
      /: this account's quota "ml\.m5\.2xlarge for training job usage" is 0, of which 0 are in use, and this needs 2\./,
    );
    expect(String(error)).toContain(`Ask for 2 of the quota "ml.m5.2xlarge for training job usage" at ${CONSOLE} or`);
    expect(String(error)).toMatch(
      / or with aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code L-[0-9A-F]{8} --desired-value 2 --region us-west-2;/,
    );
    expect(String(error)).toContain('This account may train on 2 × ml.t3.medium, or ml.c');
    expect(String(error)).not.toContain('ml.m5.large');
    const { TrainingJobSummaries } = await awsClients.sageMaker().send(new ListTrainingJobsCommand({}));
    expect(TrainingJobSummaries).toEqual([]);
  });

  test('is told from what runs already', async () => {
    const ResourceConfig = { InstanceType: 'ml.c5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 } as const;
    const job = await startJob(services, jobRequest(services, 'running', 'stoppable', { ResourceConfig }));
    await waitForLogLine(services, job, 'waiting', 2);

    const error = await errorOf(() => startOn('ml.c5.xlarge', 2));
    await (await attach(job)).stop();

    expect(String(error)).toContain('is 3, of which 2 are in use, and this needs 2. Ask for 4 of the quota');
  });

  test('has the defaults of new accounts in its error where quotas may not be read', async () => {
    const error = await withoutQuotaRights(() => errorOf(() => startOn('ml.m5.2xlarge', 2)));

    expect(String(error)).toContain(
      'New accounts have no quota for training on any type; ask first for few machines of a small one, such as ml.m5.large.',
    );
    expect(String(error)).not.toContain('--quota-code');
  });
});

test('a training job for which AWS has no machines fails as AWS’s fault, with its reason', async () => {
  const job = await startOn('ml.c5.4xlarge', 1);
  let error: unknown;
  await captureStdout(async () => {
    error = await errorOf(() => job.watch());
  });

  expect(error).toMatchObject({ kind: 'platform' });
  expect(String(error)).toContain('CapacityError: Unable to provision requested ML compute capacity.');
});

describe('an endpoint', () => {
  afterEach(async () => {
    await removeDeployment('e');
  });

  test('on a type whose quota is too small is refused with the types that would do', async () => {
    const error = await errorOf(() => deployOn('ml.m5.large', 1));

    expect(error).toMatchObject({ kind: 'user' });
    expect(String(error)).toContain(
      'this account\'s quota "ml.m5.large for endpoint usage" is 0, of which 0 are in use, and this needs 1.',
    );
    expect(String(error)).toContain('This account may deploy on 1 × ml.t2.medium, or ml.');
  });

  test('for which AWS has no machine fails later, without a log to look at', async () => {
    await deployOn('ml.c5.4xlarge', 1);
    const error = await waitUntilInService('e', () => undefined);

    expect(error).toMatchObject({ kind: 'platform' });
    expect(String(error)).toContain(
      'The endpoint e did not start: AWS has no free machine of this type now. Deploy on another type, or later. (Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error.',
    );
    expect(String(error)).not.toContain('CloudWatch');
  });
});

test('an endpoint that fails late because of a quota names it', async () => {
  const FailureReason =
    "The account-level service limit 'ml.m5.large for endpoint usage' is 1 Instances, with current utilization of 1 Instances and a request delta of 1 Instances.";
  const body = { EndpointName: 'e', EndpointConfigName: 'e', EndpointStatus: 'Failed', FailureReason };
  const error = await answering('AWS_ENDPOINT_URL_SAGEMAKER', { status: 200, body }, () =>
    waitUntilInService('e', () => undefined),
  );

  expect(error).toMatchObject({
    kind: 'user',
    message: `The endpoint e did not start: this account's quota "ml.m5.large for endpoint usage" is 1, of which 1 are in use, and this needs 1. Ask for more at ${CONSOLE}, or deploy on another type.`,
  });
});

describe('checkSetup', () => {
  const check = () => checkQuotas('Quotas', AbortSignal.timeout(20_000));

  test('looks at the machines of the notebook', () => {
    const notebook = readFileSync(join(ROOT, 'notebooks', 'sagemaker-snowflake-example.ipynb'), 'utf8');
    const [training, endpoint] = EXAMPLE_INSTANCES;

    expect(notebook).toContain(`const hosts = { type: '${training.type}', count: ${training.count} };`);
    expect(notebook).toContain(`finished.deploy({ instance: '${endpoint.type}' })`);
  });

  test('says how to get the quota that the example lacks', async () => {
    const { ok, found, fix = '' } = await check();

    expect({ ok, found }).toEqual({ ok: false, found: '0 × ml.m5.large for training, 2 × ml.t2.medium for endpoints' });
    expect(fix).toContain('Ask for 2 of the quota "ml.m5.large for training job usage"');
    expect(fix).toContain('This account may train on 2 × ml.t3.medium, or ml.c');
    expect(fix).not.toContain('endpoint usage');
  });

  test('says that quotas are not known, and which right is missing, without failing', async () => {
    expect(await withoutQuotaRights(check)).toEqual({
      name: 'Quotas',
      ok: true,
      found: 'not known, because Service Quotas may not be asked',
      fix: expect.stringContaining('servicequotas:ListServiceQuotas'),
    });
  });

  test('says that quotas are not known where Service Quotas does not answer', async () => {
    restoreOne = withEnvironment({ AWS_ENDPOINT_URL_SERVICE_QUOTAS: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' });

    expect(await check()).toMatchObject({ ok: true, found: 'not known', fix: expect.any(String) });
  });
});
