import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checkSetup } from 'kernel-helpers/cell-api/check-setup';
import type { SetupCheck } from 'kernel-helpers/doctor/setup-check';
import { PYTHON } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

let account: TestAccount;
let restore: () => void;
let restoreOne: (() => void) | undefined;
beforeAll(async () => {
  account = await startLocalAccount();
  // Check the Jupyter of this clone.
  restore = withEnvironment({ ...account.settings, PATH: `${dirname(PYTHON)}:${process.env.PATH}` });
});
afterEach(() => {
  restoreOne?.();
  restoreOne = undefined;
});
afterAll(async () => {
  restore?.();
  await account?.close();
});

async function checks(): Promise<ReadonlyMap<string, SetupCheck>> {
  return new Map((await checkSetup()).checks.map((check) => [check.name, check]));
}

describe('checkSetup on the local account', () => {
  test('says that both accounts are local, and that everything except the kernel is ready', async () => {
    const found = await checks();

    expect([...found.values()].filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['Kernel']);
    expect(found.get('AWS')?.found).toBe('the LOCAL account on this machine');
    expect(found.get('Snowflake')?.found).toBe('the LOCAL account on this machine');
    expect(found.get('Secret')?.found).toBe('readable, with the keys username, password');
    expect(found.get('Role for jobs')?.found).toBe('SageMakerSnowFlakeExampleTraining');
    expect(found.get('Quotas')?.found).toBe('20 × ml.m5.large for training, 20 × ml.t2.medium for endpoints');
    expect(found.get('Bucket')?.found).toBe('missing; the first job makes it');
  });

  test('shows no account number, key, address or path', async () => {
    const shown = inspect(await checkSetup());

    for (const value of ['127.0.0.1', '123456789012', account.settings.AWS_SECRET_ACCESS_KEY, account.directory]) {
      expect(shown).not.toContain(value);
    }
  });

  test('says what to do about a secret that is not there', async () => {
    restoreOne = withEnvironment({ SECRET_ID: 'no_such_secret' });
    const found = await checks();

    expect(found.get('Secret')).toMatchObject({ ok: false, fix: expect.stringContaining('no_such_secret') });
    expect(found.get('Snowflake')?.ok).toBe(false);
    expect(found.get('AWS')?.ok).toBe(true);
  });

  test('says before an image is built that a job would have no warehouse, database or schema', async () => {
    restoreOne = withEnvironment({ SF_WAREHOUSE: undefined, SF_DATABASE: undefined, SF_SCHEMA: undefined });

    expect((await checks()).get('Snowflake')).toMatchObject({
      ok: false,
      found: 'the LOCAL account on this machine, without a warehouse, database, schema',
      fix: expect.stringContaining('Set SF_WAREHOUSE, SF_DATABASE, SF_SCHEMA: a training job needs to know'),
    });
  });

  test('says what the first notebook has to make', async () => {
    restoreOne = withEnvironment({ SF_WAREHOUSE: 'LATER_WH', SF_SCHEMA: 'LATER' });

    expect((await checks()).get('Snowflake')).toMatchObject({
      ok: true,
      found: expect.stringMatching(/not there yet, or not for this role: warehouse LATER_WH, schema LATER$/),
      fix: expect.stringContaining('snowflake-load-dataset makes what is missing'),
    });
  });

  test('says what to do about settings that cannot be used', async () => {
    restoreOne = withEnvironment({ SF_ACCESS_URL: 'not a URL' });
    const found = await checks();

    expect(found.get('Snowflake')).toMatchObject({ ok: false, fix: expect.stringContaining('SF_ACCESS_URL') });
  });
});
