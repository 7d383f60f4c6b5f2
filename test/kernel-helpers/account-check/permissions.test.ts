import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CheckResult, checkAccount } from 'kernel-helpers/account-check/check-account';
import { checksFor } from 'kernel-helpers/account-check/checks';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

/** What IAM says of one action; the keys of conditions that decide, if they are not known. */
interface Decision {
  readonly isAllowed: boolean;
  readonly missingContext?: readonly string[];
}

let account: TestAccount;
let restore: () => void;
let restoreIam: (() => void) | undefined;
let closeIam: (() => void) | undefined;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
});
afterEach(() => {
  restoreIam?.();
  closeIam?.();
});
afterAll(async () => {
  restore?.();
  await account?.close();
});

/**
 * An IAM that simulates policies, which moto does not. Forms of the answers: botocore's model of iam, 2010-05-08.
 * Returns the parameters of all simulations.
 */
async function useIam(
  decide: (action: string, principal: string) => Decision,
  { trusted = 'sagemaker.amazonaws.com' }: { readonly trusted?: string } = {},
): Promise<readonly URLSearchParams[]> {
  const simulations: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const input = new URLSearchParams(await text(request));
    const action = input.get('Action') ?? '';
    if (action === 'SimulatePrincipalPolicy') simulations.push(input);
    const result = action === 'GetRole' ? roleXml(trusted) : simulationXml(input, decide);
    const xmlns = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"';
    response.setHeader('content-type', 'text/xml');
    response.end(`<${action}Response ${xmlns}><${action}Result>${result}</${action}Result></${action}Response>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  restoreIam = withEnvironment({ AWS_ENDPOINT_URL_IAM: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  closeIam = () => server.close();
  return simulations;
}

function roleXml(trusted: string): string {
  const policy = { Statement: [{ Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' }] };
  const document = encodeURIComponent(JSON.stringify(policy));
  return `<Role><Arn>arn:aws:iam::123456789012:role/x/Jobs</Arn><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument></Role>`;
}

function simulationXml(input: URLSearchParams, decide: (action: string, principal: string) => Decision): string {
  const members = [...input]
    .filter(([name]) => name.startsWith('ActionNames.member.'))
    .map(([, action]) => {
      const { isAllowed, missingContext = [] } = decide(action, input.get('PolicySourceArn') ?? '');
      const missing = missingContext.map((key) => `<member>${key}</member>`).join('');
      return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${isAllowed ? 'allowed' : 'implicitDeny'}</EvalDecision><MissingContextValues>${missing}</MissingContextValues></member>`;
    });
  return `<IsTruncated>false</IsTruncated><EvaluationResults>${members.join('')}</EvaluationResults>`;
}

async function permissions(): Promise<CheckResult | undefined> {
  const { results } = await checkAccount(checksFor(['permissions']), {
    spendDollars: 0,
    signal: new AbortController().signal,
  });
  return results.at(-1);
}

describe('the check of permissions', () => {
  test('passes when the policies of both roles allow everything', async () => {
    const simulations = await useIam(() => ({ isAllowed: true }));

    expect(await permissions()).toMatchObject({ name: 'permissions', outcome: 'passed' });
    const passRole = simulations.find((input) => [...input.values()].includes('iam:PassRole'));
    expect(Object.fromEntries(passRole ?? [])).toMatchObject({
      'ResourceArns.member.1': account.settings.SAGEMAKER_ROLE_ARN,
      'ContextEntries.member.1.ContextKeyName': 'iam:PassedToService',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'sagemaker.amazonaws.com',
    });
  });

  test('names the actions that are not allowed, whose they are and what they are for', async () => {
    await useIam((action, principal) => ({ isAllowed: action !== 'ecr:PutImage' || !principal.includes('user/') }));

    expect(await permissions()).toMatchObject({
      outcome: 'failed',
      found: 'not allowed: the caller: ecr:PutImage for buildTrainingImage()',
      fix: expect.stringContaining('REAL-ACCOUNTS.md'),
    });
  });

  // AmazonSageMakerFullAccess lets a role read secrets with the tag SageMaker=true, and a simulation knows no tags.
  test('does not call denied what depends on the tag of a secret', async () => {
    await useIam((action, principal) => ({
      isAllowed: action !== 'secretsmanager:GetSecretValue' || principal.includes('user/'),
      missingContext: ['secretsmanager:ResourceTag/SageMaker', 's3:ExistingObjectTag/SageMaker'],
    }));

    expect(await permissions()).toMatchObject({
      outcome: 'unknown',
      found: expect.stringContaining(
        'the role of jobs: secretsmanager:GetSecretValue (secretsmanager:ResourceTag/SageMaker)',
      ),
    });
  });

  test('asks for no right to a secret where the AWS role itself logs in to Snowflake', async () => {
    const restoreLogin = withEnvironment({ SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' });
    const simulations = await useIam((action) => ({ isAllowed: action !== 'secretsmanager:GetSecretValue' }));

    const found = await permissions();
    restoreLogin();

    expect(found).toMatchObject({ outcome: 'passed' });
    expect(simulations.flatMap((input) => [...input.values()])).not.toContain('secretsmanager:GetSecretValue');
  });

  test('leaves out what only some users need', async () => {
    await useIam((action) => ({ isAllowed: action !== 'sagemaker:DescribeNotebookInstance' }));

    expect(await permissions()).toMatchObject({ outcome: 'passed' });
  });

  test('says that nothing is known on the local account, which keeps no policies', async () => {
    expect(await permissions()).toMatchObject({ outcome: 'unknown', found: 'the local account keeps no policies' });
  });

  test('is left out when SageMaker may not take the role', async () => {
    await useIam(() => ({ isAllowed: true }), { trusted: 'lambda.amazonaws.com' });

    expect(await permissions()).toMatchObject({ outcome: 'skipped', found: 'not checked, because role failed' });
  });
});

test('a caller who may not simulate learns that it is not known, which is no failure', async () => {
  const server = createServer((_, response) => {
    const error =
      '<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: iam:SimulatePrincipalPolicy</Message></Error>';
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}</ErrorResponse>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  restoreIam = withEnvironment({ AWS_ENDPOINT_URL_IAM: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  closeIam = () => server.close();

  expect(await permissions()).toMatchObject({
    outcome: 'unknown',
    found: 'not simulated (AccessDenied)',
    fix: expect.stringContaining('iam:SimulatePrincipalPolicy'),
  });
});
