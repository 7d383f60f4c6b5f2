import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../kernel-helpers/src/settings';
import { connect } from '../../kernel-helpers/src/snowflake/connect';
import { parseAccount } from '../../kernel-helpers/src/snowflake-account';

// Forms: docs.snowflake.com, "Account identifiers", and "Connecting to your accounts".
describe('a Snowflake account', () => {
  test.each([
    ['myorg-account1', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    [' myorg-account1\n', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['MYORG-ACCOUNT1', 'MYORG-ACCOUNT1', 'myorg-account1.snowflakecomputing.com'],
    ['MYORG.ACCOUNT_1', 'MYORG-ACCOUNT_1', 'myorg-account-1.snowflakecomputing.com'],
    ['xy12345.eu-central-1', 'xy12345.eu-central-1', 'xy12345.eu-central-1.snowflakecomputing.com'],
    ['xy12345.west-europe.azure', 'xy12345.west-europe.azure', 'xy12345.west-europe.azure.snowflakecomputing.com'],
    ['xy12345.cn-northwest-1', 'xy12345.cn-northwest-1', 'xy12345.cn-northwest-1.snowflakecomputing.cn'],
    ['myorg-a.privatelink', 'myorg-a.privatelink', 'myorg-a.privatelink.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.com', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['https://MyOrg-Account1.snowflakecomputing.com/', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.com/console#/x', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.cn', 'myorg-account1', 'myorg-account1.snowflakecomputing.cn'],
    ['https://app.snowflake.com/myorg/account1/#/data', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
  ])('%j is read', (text, account, host) => {
    expect(parseAccount(text)).toEqual({ account, accessUrl: `https://${host}` });
  });

  test.each([
    '',
    ' \n',
    'my org',
    'a\nb',
    'https://',
    'https://example.org',
    'http://127.0.0.1:4566',
    'a..b',
    'a.',
    '-a',
    '"a"',
    'a;b',
  ])('%j is refused by the name of its option or variable, before any request', async (account) => {
    const words = 'must be a Snowflake account, for example `myorg-account1`';
    await expect(connect({ account, user: 'u', password: 'p' })).rejects.toThrow(
      `connect() cannot use its options: \`account\` ${words}, and is ${JSON.stringify(account)}.`,
    );
    if (account.trim() !== '') expect(() => readSettings({ SF_ACCOUNT: account })).toThrow(`SF_ACCOUNT ${words}`);
  });

  test('and its URL are refused together', async () => {
    await expect(connect({ account: '', accessUrl: 'localhost:80', user: 'u', password: 'p' })).rejects.toThrow(
      /`account` must be .* `accessUrl` must be a URL, .* and is "localhost:80"\./,
    );
  });

  test('is read from the environment in each of its forms', () => {
    expect(readSettings({ SF_ACCOUNT: 'https://a1.snowflakecomputing.com/' }).account).toBe('a1');
  });
});
