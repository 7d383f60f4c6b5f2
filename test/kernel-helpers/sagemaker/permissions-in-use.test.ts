import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOTEBOOK_PERMISSIONS, type Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { neededActions, neededPolicy } from 'kernel-helpers/sagemaker/permissions/policy';
import type { z } from 'zod';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';
import { judgeCall, recordedCallSchema } from '../../../kernel-helpers/local-account/aws/judging';
import { startAws } from '../../../kernel-helpers/local-account/aws/start-aws';
import { ProcessLedger } from '../../../kernel-helpers/local-account/machine/process-ledger';
import { ROOT } from '../../support/clone';
import { foreignCalls } from '../../support/foreign-calls';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { managedPolicy } from '../../support/managed-policy';
import { neededCalls } from '../../support/needed-calls';
import { runToSuccess } from '../../support/run-process';
import { SimulatedRole } from '../../support/simulated-role';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

const PLACES = {
  region: 'us-west-2',
  accountId: '123456789012',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExample',
};
const ELSEWHERE = {
  region: 'eu-north-1',
  accountId: '210987654321',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::210987654321:role/SageMakerSnowFlakeExample',
};
const NOTEBOOKS = ['snowflake-load-dataset', 'sagemaker-snowflake-example'];
const COMMAND = join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs');
const NOTEBOOK_SECONDS = 120;

/** Needed actions that both notebooks on the local account do not use, and why. */
const NOT_USED: Readonly<Record<Principal, Readonly<Record<string, readonly string[]>>>> = {
  notebook: {
    'the local image has no layers that are pushed': [
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:BatchGetImage',
      'ecr:DescribeImages',
    ],
    'it is for notebook instances': ['sagemaker:DescribeNotebookInstance'],
    'no start fails': ['s3:DeleteObject'],
    'no endpoint is there before': ['sagemaker:DescribeEndpointConfig', 'sagemaker:DescribeModel'],
    'no job of another kind is looked for': ['sagemaker:ListHyperParameterTuningJobs', 'sagemaker:ListTransformJobs'],
    'no job is stopped': ['sagemaker:StopTrainingJob'],
  },
  job: {
    'the local image has no layers': [
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
    ],
    'only the real SageMaker asks for streams': ['logs:DescribeLogStreams'],
    'no job keeps checkpoints': ['s3:DeleteObject'],
  },
};

type RecordedCall = z.infer<typeof recordedCallSchema>;

let folder: TemporaryFolder;
let account: TestAccount;
let calls: readonly RecordedCall[];

beforeAll(
  async () => {
    folder = makeTemporaryFolder('permissions');
    const path = (name: string): string => join(folder.path, name);
    for (const principal of ['notebook', 'job'] as const) {
      writeFileSync(path(`${principal}.json`), JSON.stringify(neededPolicy(principal, PLACES)));
    }
    const policies = ['--notebook-policy', path('notebook.json'), '--job-policy', path('job.json')];
    account = await startLocalAccount({ upOptions: [...policies, '--record-calls', path('calls')] });
    for (const name of NOTEBOOKS) {
      const output = join(folder.path, `${name}.ipynb`);
      await runToSuccess(process.execPath, [COMMAND, 'run', join(ROOT, 'notebooks', `${name}.ipynb`), '-o', output], {
        cwd: join(ROOT, 'notebooks'),
        env: account.env,
        deadlineSeconds: NOTEBOOK_SECONDS,
      });
    }
    calls = existsSync(path('calls')) ? readCalls(path('calls')) : [];
  },
  2 * NOTEBOOK_SECONDS * 1000,
);

afterAll(async () => {
  await account?.close();
  folder?.close();
});

function readCalls(path: string): readonly RecordedCall[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => recordedCallSchema.parse(JSON.parse(line)));
}

function usedActions(principal: Principal): readonly string[] {
  const needs = calls.filter(({ caller }) => caller === principal).flatMap((call) => call.needs);
  return [...new Set(needs.map(({ action }) => action))].sort();
}

describe('both notebooks', () => {
  test('run to their ends with exactly the policies of the table', () => {
    expect(calls.filter(({ denied }) => denied !== undefined)).toEqual([]);
    expect(calls.length).toBeGreaterThan(50);
  });

  test.each(['notebook', 'job'] as const)(
    'use all that the table says of the role of the %s, but for reasons',
    (principal) => {
      const notUsed = Object.values(NOT_USED[principal]).flat();
      const needed = new Set(neededActions(principal, PLACES).map(({ action }) => action));
      const used = usedActions(principal);

      expect([...needed].filter((action) => !notUsed.includes(action)).sort()).toEqual(used);
      expect(notUsed.filter((action) => used.includes(action) || !needed.has(action))).toEqual([]);
    },
  );
});

test.each(['notebook', 'job'] as const)(
  'an IAM simulator allows the role of the %s every recorded call with the policy of the table',
  async (principal) => {
    const needs = calls.filter(({ caller }) => caller === principal).flatMap((call) => call.needs);

    expect(await roleOf(principal).denied(needs)).toEqual([]);
    expect(needs.length).toBeGreaterThan(10);
  },
);

describe.each(['notebook', 'job'] as const)('outside of what is ours, the role of the %s', (principal) => {
  test('may do nothing with things of others, and get no more rights', async () => {
    const foreign = foreignCalls(PLACES);

    expect(await roleOf(principal).denied(foreign)).toEqual(foreign);
  });

  test('may do nothing in other accounts and regions', async () => {
    // AWS knows no resource for the others.
    const elsewhere = neededCalls(principal, ELSEWHERE).filter(({ resource }) => resource !== '*');

    expect(await roleOf(principal).denied(elsewhere)).toEqual(elsewhere);
    expect(elsewhere.length).toBeGreaterThan(10);
  });
});

// What the console's wizard gives to a role (developer guide, "How to use SageMaker AI execution roles").
// The simulator does not know the condition on the secret's tag, so the local account judges.
describe('AmazonSageMakerFullAccess', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  beforeAll(async () => {
    const policy = await managedPolicy('AmazonSageMakerFullAccess');
    aws = await startAws({
      directory: join(folder.path, 'aws'),
      python: findPythonTools().python,
      credentials: { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a key of the test' },
      port: 0,
      judging: { policies: { notebook: policy, job: policy } },
      ledger: new ProcessLedger(join(folder.path, 'processes')),
      onComplaint: (line) => console.error(line),
    });
  });
  afterAll(() => aws?.close());

  const refusals = async (principal: Principal, tags: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const refused: string[] = [];
    for (const { action, resource } of neededActions(principal, { ...PLACES, hasNetwork: true })) {
      const context = action === 'iam:PassRole' ? { 'iam:PassedToService': 'sagemaker.amazonaws.com' } : tags;
      const call = {
        caller: principal,
        service: 'sagemaker',
        operation: action,
        needs: [{ action, resource, context }],
      } as const;
      const refusal = await judgeCall(`http://127.0.0.1:${aws.port}`, call);
      if (refusal !== undefined) refused.push(action);
    }
    return refused;
  };

  test.each(['notebook', 'job'] as const)(
    'allows the role of the %s all but quotas, once the secret is tagged',
    async (principal) => {
      const optional = Object.values(NOTEBOOK_PERMISSIONS)
        .flat()
        .flatMap(({ actions }) => actions)
        .filter((action) => action.startsWith('servicequotas:'));
      const refused = await refusals(principal, { 'secretsmanager:ResourceTag/SageMaker': 'true' });

      expect(refused.filter((action) => !optional.includes(action))).toEqual([]);
    },
  );

  test('does not allow a secret without the tag', async () => {
    expect(await refusals('job', {})).toEqual(['secretsmanager:GetSecretValue']);
  });
});

function roleOf(principal: Principal): SimulatedRole {
  return new SimulatedRole(PLACES.jobRoleArn, neededPolicy(principal, PLACES));
}
