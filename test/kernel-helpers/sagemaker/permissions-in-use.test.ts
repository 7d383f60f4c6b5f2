import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CALL_RECORD_VARIABLE, recordedCallSchema as ownCallSchema } from 'kernel-helpers/aws/call-record';
import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { neededActions, neededPolicy } from 'kernel-helpers/sagemaker/permissions/policy';
import type { z } from 'zod';
import { recordedCallSchema } from '../../../kernel-helpers/local-account/aws/judging';
import { ROOT } from '../../support/clone';
import { foreignCalls } from '../../support/foreign-calls';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { neededCalls } from '../../support/needed-calls';
import { runToSuccess } from '../../support/run-process';
import { type AskedAction, SimulatedRole } from '../../support/simulated-role';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { askAllOfSidebar } from './support/ask-all-of-sidebar';

const PLACES = {
  region: 'us-west-2',
  accountId: '123456789012',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExampleTraining',
  notebookRoleArn: 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExample',
};
const ELSEWHERE = {
  region: 'eu-north-1',
  accountId: '210987654321',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::210987654321:role/SageMakerSnowFlakeExampleTraining',
};
const NOTEBOOKS = ['snowflake-load-dataset', 'sagemaker-snowflake-example'];
const COMMAND = join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs');
const NOTEBOOK_SECONDS = 120;

/** Actions that are always needed, but not used on the local account, and why. */
const NOT_USED: Readonly<Record<Principal, Readonly<Record<string, readonly string[]>>>> = {
  notebook: {
    'the local image has no layers that are pushed': [
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:BatchGetImage',
    ],
    'no start fails': ['s3:DeleteObject'],
    'AWS allows it without a statement': ['sts:GetCallerIdentity'],
  },
  job: {
    'the local image has no layers': [
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
    ],
    'only the real SageMaker asks for streams': ['logs:DescribeLogStreams'],
  },
};

type RecordedCall = z.infer<typeof recordedCallSchema>;

let folder: TemporaryFolder;
let account: TestAccount;
let calls: readonly RecordedCall[];
/** What notebooks, sidebar and jobs themselves have written. */
let ownCalls: readonly z.infer<typeof ownCallSchema>[];
let restore: () => void;

beforeAll(
  async () => {
    folder = makeTemporaryFolder('permissions');
    const path = (name: string): string => join(folder.path, name);
    for (const principal of ['notebook', 'job'] as const) {
      writeFileSync(path(`${principal}.json`), JSON.stringify(neededPolicy(principal, PLACES)));
    }
    restore = withEnvironment({ [CALL_RECORD_VARIABLE]: path('own-calls') });
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
    await askAllOfSidebar(account.settings);

    calls = existsSync(path('calls')) ? readCalls(path('calls'), recordedCallSchema) : [];
    ownCalls = readCalls(path('own-calls'), ownCallSchema);
  },
  2 * NOTEBOOK_SECONDS * 1000,
);

afterAll(async () => {
  restore?.();
  await account?.close();
  folder?.close();
});

function readCalls<Call>(path: string, schema: z.ZodType<Call>): readonly Call[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

function neededBy(principal: Principal): readonly AskedAction[] {
  return calls.filter(({ caller }) => caller === principal).flatMap((call) => call.needs);
}

test('both notebooks, and the whole sidebar after them, run to their ends with exactly the policies of the table', () => {
  expect(calls.filter(({ denied }) => denied !== undefined)).toEqual([]);
  expect(calls.length).toBeGreaterThan(100);
});

test.each(['notebook', 'job'] as const)('what a %s asks for is in its own record, too', (principal) => {
  const operations = (all: readonly { readonly caller: string; readonly operation: string }[]): Set<string> =>
    new Set(all.filter(({ caller }) => caller === principal).map(({ operation }) => operation));
  const own = operations(ownCalls);

  expect([...operations(calls)].filter((operation) => !own.has(operation))).toEqual([]);
  // Only the job's own program reads the secret with the rights of the job.
  expect(own).toContain('GetSecretValue');
});

describe.each(['notebook', 'job'] as const)('the policy of the role of the %s', (principal) => {
  test('allows every recorded call also in an IAM simulator', async () => {
    expect(await roleOf(principal).denied(neededBy(principal))).toEqual([]);
    expect(neededBy(principal).length).toBeGreaterThan(10);
  });

  test('has no action on a resource that no call uses, but for reasons', async () => {
    const { policy } = roleOf(principal);
    const used = new Set<string>();
    for (const call of neededBy(principal)) {
      const { statements } = await roleOf(principal).judge(call);
      for (const index of statements) used.add(`${call.action} on ${policy.Statement[index]?.Resource}`);
    }
    const notUsed = neededActions(principal, PLACES).filter((one) => !used.has(`${one.action} on ${one.resource}`));

    // What is needed only sometimes says itself when.
    const withoutReason = notUsed.filter(({ onlyWhen }) => onlyWhen === undefined).map(({ action }) => action);
    expect(withoutReason.sort()).toEqual(Object.values(NOT_USED[principal]).flat().sort());
  });
});

describe.each(['notebook', 'job'] as const)('outside of what is ours, the role of the %s', (principal) => {
  test('may do nothing with things of others, and gets no more rights', async () => {
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

function roleOf(principal: Principal): SimulatedRole {
  return new SimulatedRole(PLACES.jobRoleArn, neededPolicy(principal, PLACES));
}
