import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListNotebookInstancesCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { AccountUnderCheck } from 'kernel-helpers/account-check/account-under-check';
import { checkAccount } from 'kernel-helpers/account-check/check-account';
import { checksFor } from 'kernel-helpers/account-check/checks';
import { templateFor } from 'kernel-helpers/account-check/stack/template-for';
import { awsClients } from 'kernel-helpers/aws/clients';
import { createStack } from 'kernel-helpers/stack/create-stack';
import { untilSettled } from 'kernel-helpers/stack/delete-stack';
import { readTemplateFile } from 'kernel-helpers/stack/template-file';
import { type Moto, startMoto } from '../../cloudformation/support/moto';
import { type AwsGate, awsError, startAwsGate } from '../../support/aws-gate';
import type { Fault } from '../../support/gate';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

let folder: TemporaryFolder;
let moto: Moto;
let gate: AwsGate;
let restore: (() => void) | undefined;
let fault: Fault | undefined;
beforeAll(async () => {
  folder = makeTemporaryFolder('template-check');
  moto = await startMoto(folder.path);
  gate = await startAwsGate(moto.url);
  restore = withEnvironment({
    AWS_ENDPOINT_URL: gate.url,
    AWS_ENDPOINT_URL_SAGEMAKER: gate.url,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    SAGEMAKER_BUCKET: undefined,
  });
});
afterEach(() => fault?.end());
afterAll(async () => {
  restore?.();
  await gate?.close();
  await moto?.close();
  folder?.close();
});

const { signal } = new AbortController();

/** What the check found, and what is left of what it made. */
async function checkTemplate(spendDollars = 1) {
  const { results, removal } = await checkAccount(checksFor(['template']), { spendDollars, signal });
  fault?.end();
  const { StackSummaries = [] } = await awsClients.cloudFormation().send(new ListStacksCommand({}));
  return {
    result: results.at(-1),
    removal,
    stacks: StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE'),
    roles: (await awsClients.iam().send(new ListRolesCommand({}))).Roles,
    buckets: (await awsClients.s3().send(new ListBucketsCommand({}))).Buckets ?? [],
    instances: (await awsClients.sageMaker().send(new ListNotebookInstancesCommand({}))).NotebookInstances,
  };
}

const NOTHING = { stacks: [], roles: [], buckets: [], instances: [] };
const DENIED = {
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/a is not authorized to perform: cloudformation:X</Message></Error></ErrorResponse>',
};

describe('the check of the template', () => {
  test('makes the stack of the template with names of its own, and deletes it', async () => {
    const { result, removal, ...left } = await checkTemplate();

    expect(result).toMatchObject({
      name: 'template',
      outcome: 'passed',
      found: 'the stack is made, its outputs are complete, and its notebook instance is in service',
    });
    expect(removal).toEqual({
      removed: [expect.stringMatching(/^stack kernel-helpers-check-\w{12}, with/)],
      kept: [],
      left: [],
    });
    expect(left).toEqual(NOTHING);
  });

  test('says what it may cost, and makes nothing without it', async () => {
    const { result, ...left } = await checkTemplate(0);

    expect(result?.found).toBe('not run: it may cost $0.08, and nothing is left to spend');
    expect(left).toMatchObject(NOTHING);
  });

  test.each<[string, () => Fault, string]>([
    ['its creation is denied', () => gate.answer('Action=CreateStack&', DENIED), 'unknown'],
    ['the answer to its creation is lost', () => gate.lose('Action=CreateStack&', 'after it is done'), 'failed'],
    ['the stack may not be looked at', () => gate.answer('Action=DescribeStacks&', DENIED, 1), 'failed'],
    [
      'the instance may not be looked at',
      () => gate.answer('DescribeNotebookInstance {', awsError('AccessDeniedException', 'No.')),
      'failed',
    ],
  ])('leaves nothing where %s', async (_, begin, outcome) => {
    fault = begin();

    const { result, removal, ...left } = await checkTemplate();

    expect(fault.met).toBeGreaterThan(0);
    expect(result).toMatchObject({ outcome, fix: expect.any(String) });
    expect(removal.left).toEqual([]);
    expect(left).toEqual(NOTHING);
  });
});

describe('the template', () => {
  test('goes through the bucket where it is longer than a request may be, and its copy is deleted', async () => {
    const text = `# ${'x'.repeat(51_200)}\n${await readTemplateFile()}`;
    const account = new AccountUnderCheck(signal, () => {});

    const template = await templateFor('long', account, signal, text);
    const parameters = {
      RepositoryIsThere: 'yes',
      SnowflakeAccount: 'a',
      ReleaseUrl: 'https://release.invalid/none',
      ReleaseSha256: '0'.repeat(64),
    };
    const id = await createStack({ name: 'long', template, parameters }, signal);
    const status = await untilSettled(id, signal, () => {});
    const { Stacks } = await awsClients.cloudFormation().send(new DescribeStacksCommand({ StackName: id }));
    const { removed } = await account.made.removeAll(signal);

    const Bucket = 'sagemaker-us-west-2-123456789012';
    expect(template).toEqual({ url: `https://${Bucket}.s3.us-west-2.amazonaws.com/long.yaml` });
    expect(status).toBe('CREATE_COMPLETE');
    expect(Stacks?.[0]?.Outputs?.length).toBeGreaterThan(7);
    expect(removed).toEqual(['copy of the template long.yaml in the bucket']);
    expect((await awsClients.s3().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  test('is found in a clone and beside the installed packages, and its absence says what to do', async () => {
    const installed = join(folder.path, 'node_modules');
    await expect(readTemplateFile(installed)).rejects.toThrow(/cannot be read\. To repair it, install the packages/);
    mkdirSync(join(installed, 'kernel-helpers/cloudformation'), { recursive: true });
    writeFileSync(join(installed, 'kernel-helpers/cloudformation/template.yaml'), 'of the release');

    expect(await readTemplateFile(installed)).toBe('of the release');
    expect(await readTemplateFile()).toMatch(/^AWSTemplateFormatVersion/);
  });
});
