import { describe, expect, test } from '@jest/globals';
import { AccountStore } from 'jupyterlab-ext/account/account-store';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import type { SnowflakeAccount } from 'kernel-helpers/sidebar-contract/index';
import { type Script, scriptedBackend } from '../support/scripted-backend';

const ANALYST: SnowflakeAccount = { isLocal: true, account: 'LOCAL', user: 'ALICE', role: 'ANALYST' };
const SCRIPT: Script = {
  snowflakeAccount: () => ANALYST,
  awsAccount: () => ({ isLocal: true, accountId: '000000000000', region: 'us-east-1', identity: 'user/alice' }),
  roles: () => [{ name: 'ANALYST', isCurrent: true }],
  warehouses: () => [{ name: 'SMALL', state: 'suspended', size: 'X-Small', isCurrent: true }],
};

function refuse(message: string): never {
  throw new RequestError({ reason: 'not-authorised', message });
}

describe('the account', () => {
  test('is who the hidden session is in Snowflake and in AWS, and what it may become', async () => {
    const account = new AccountStore(scriptedBackend(SCRIPT));

    await account.refresh();

    expect(account.snowflake.state.value).toEqual(ANALYST);
    expect(account.aws.state.value?.identity).toBe('user/alice');
    expect(account.roles.state.value).toHaveLength(1);
    expect(account.warehouses.state.value).toHaveLength(1);
  });

  test('shows what it knows when one of the two does not answer, and why', async () => {
    const account = new AccountStore(scriptedBackend({ ...SCRIPT, awsAccount: () => refuse('No credentials.') }));

    await account.refresh();

    expect(account.snowflake.state.value).toEqual(ANALYST);
    expect(account.aws.state).toMatchObject({ isLoading: false, error: { message: 'No credentials.' } });
  });

  test('keeps the last answer when a later request fails', async () => {
    const answers = [() => ANALYST, () => refuse('Gone.')];
    const account = new AccountStore(
      scriptedBackend({ ...SCRIPT, snowflakeAccount: () => answers.shift()?.() ?? ANALYST }),
    );

    await account.refresh();
    await account.refresh();

    expect(account.snowflake.state).toMatchObject({ value: ANALYST, error: { message: 'Gone.' } });
  });

  test('stays as it was when somebody cancels', async () => {
    const account = new AccountStore(scriptedBackend({ ...SCRIPT, snowflakeAccount: () => new Promise(() => {}) }));

    const refreshed = account.refresh();
    account.cancel();
    await refreshed;

    expect(account.snowflake.state).toEqual({ isLoading: false });
  });
});

describe('switching', () => {
  test('to another role shows the account as that role sees it, and asks again what it may become', async () => {
    const backend = scriptedBackend({ ...SCRIPT, useRole: ({ name }) => ({ ...ANALYST, role: name }) });
    const account = new AccountStore(backend);

    await account.switchRole('LOADER');

    expect(account.snowflake.state.value?.role).toBe('LOADER');
    expect(account.switching.state).toBeUndefined();
    expect(backend.asked.map(({ method }) => method)).toEqual(['useRole', 'roles', 'warehouses']);
  });

  test('that is refused leaves the account as it is, and says why', async () => {
    const account = new AccountStore(scriptedBackend({ ...SCRIPT, useWarehouse: () => refuse('No right to BIG.') }));
    await account.refresh();

    await account.switchWarehouse('BIG');

    expect(account.snowflake.state.value).toEqual(ANALYST);
    expect(account.switching.state).toMatchObject({ name: 'BIG', error: { message: 'No right to BIG.' } });
  });
});
