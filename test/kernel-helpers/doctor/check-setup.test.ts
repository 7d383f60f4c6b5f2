import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withAwsClients } from 'kernel-helpers/aws/clients';
import { checkSetup } from 'kernel-helpers/cell-api/check-setup';
import { checkAws } from 'kernel-helpers/doctor/check-accounts';
import { checkKernel, checkNode, checkPackages } from 'kernel-helpers/doctor/check-machine';
import { attempt, failed, passed } from 'kernel-helpers/doctor/setup-check';
import { SetupReport } from 'kernel-helpers/doctor/setup-report';
import { howInstalled } from 'kernel-helpers/how-installed';
import { JUPYTER_DISPLAY } from 'kernel-helpers/render/self-display';
import { expectGolden } from '../../support/golden';
import { withEnvironment } from '../../support/with-environment';

describe('a check of this machine', () => {
  test.each([
    ['20.19.0', true],
    ['22.1.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
  ])('takes Node %s: %p', (version, ok) => {
    expect(checkNode(version).ok).toBe(ok);
  });

  test('reports an old Node with the fix', () => {
    expect(checkNode('18.20.0')).toEqual({
      name: 'Node.js',
      ok: false,
      found: '18.20.0',
      fix: 'Install Node 20.19 or newer, then run npm run set-up.',
    });
  });

  test('says that there is no kernel here', () => {
    expect(checkKernel('none')).toMatchObject({
      ok: false,
      found: 'none: this is not running in a notebook',
      fix: 'Open the notebook with npm start.',
    });
    expect(checkKernel('ours')).toMatchObject({ ok: true });
    expect(checkKernel('stock tslab')).toMatchObject({ ok: false });
  });

  test('advises outside of a clone only what works there', () => {
    const outside = howInstalled('/opt/story/node_modules');
    const command = 'npx --prefix /opt/story kernel-helpers install';

    expect(checkKernel('none', outside)).toMatchObject({
      fix: expect.stringContaining(`where it is missing: ${command}`),
    });
    expect(checkKernel('stock tslab', outside)).toMatchObject({
      fix: `Install the kernel of this project with ${command}, and restart.`,
    });
  });

  test('finds the packages of this clone', () => {
    expect(checkPackages()).toEqual({ name: 'Packages', ok: true, found: 'installed and built' });
  });
});

describe('a check that throws', () => {
  test('becomes a line with the advice of its error', async () => {
    const check = await attempt('Role', () => Promise.reject(new Error('No role is known. Set SAGEMAKER_ROLE_ARN.')));

    expect(check).toEqual({
      name: 'Role',
      ok: false,
      found: 'not ready',
      fix: 'No role is known. Set SAGEMAKER_ROLE_ARN.',
    });
  });
});

describe('the report', () => {
  const report = new SetupReport([
    passed('AWS', 'the LOCAL account on this machine'),
    failed('Secret', 'not ready', 'Create <secret> & try again.'),
  ]);

  test('is ok only when every check is', () => {
    expect(report.ok).toBe(false);
    expect(new SetupReport([passed('AWS', 'a REAL AWS account, region us-east-1')]).ok).toBe(true);
  });

  test('shows each check with its fix, escaped', () => {
    const bundle = report[JUPYTER_DISPLAY]();

    expectGolden('doctor/report.html', String(bundle['text/html']));
    expectGolden('doctor/report.txt', String(bundle['text/plain']));
  });
});

describe('checkSetup without any account', () => {
  let restore: () => void;
  beforeEach(() => {
    // A port on which nothing listens stands for an account that is down.
    restore = withEnvironment({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_SAGEMAKER: undefined,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
      SAGEMAKER_ROLE_ARN: undefined,
      SF_ACCOUNT: undefined,
    });
  });
  afterEach(() => restore());

  test('throws nothing, and says for each thing what to do', async () => {
    const report = await checkSetup();

    const fixes = new Map(report.checks.filter(({ ok }) => !ok).map(({ name, fix }) => [name, fix]));
    expect(fixes.get('AWS')).toContain('npx local-account up');
    expect(fixes.get('Role for jobs')).toContain('SAGEMAKER_ROLE_ARN');
    expect([...fixes.keys()]).toEqual(expect.arrayContaining(['Secret', 'Snowflake', 'Bucket']));
    expect(report.ok).toBe(false);
  });
});

describe('a check of a real AWS account', () => {
  test.each([
    [
      'the role of a notebook instance',
      'assumed-role/SageMakerSnowFlakeExample/SageMaker',
      ', as role SageMakerSnowFlakeExample',
    ],
    ['the role of a person, not the person', 'assumed-role/Data/somebody@example.com', ', as role Data'],
    ['no user', 'user/somebody', ''],
  ])('names %s', async (_, caller, said) => {
    const restore = withEnvironment({ AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_SAGEMAKER: undefined });
    const arn = `arn:aws:sts::123456789012:${caller}`;
    const server = createServer((_request, response) => {
      const result = `<GetCallerIdentityResult><Arn>${arn}</Arn><Account>123456789012</Account></GetCallerIdentityResult>`;
      response.end(`<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sts = new STSClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'a key of the test' },
    });

    const check = await withAwsClients({ sts }, () => checkAws('AWS', AbortSignal.timeout(10_000)));

    expect(check).toEqual({ name: 'AWS', ok: true, found: `a REAL AWS account, region eu-west-1${said}` });
    sts.destroy();
    server.close().closeAllConnections();
    restore();
  });
});
