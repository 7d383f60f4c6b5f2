import { describe, expect, test } from '@jest/globals';
import { connect } from '../../kernel-helpers/src/cell-api/connect';
import { readSettings } from '../../kernel-helpers/src/settings';
import { connectionParameters } from '../../kernel-helpers/src/snowflake/session/connection-parameters';
import { parseAccount } from '../../kernel-helpers/src/snowflake-account';

const ConnectionConfig = require('snowflake-sdk/dist/lib/connection/connection_config') as new (
  options: object,
) => { readonly accessUrl: string };

// Forms: docs.snowflake.com, "Account identifiers", and "Connecting to your accounts".
describe('a Snowflake account', () => {
  test.each([
    ['myorg-account1', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    [' myorg-account1\n', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['myorg-account1/', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['MYORG-ACCOUNT1', 'MYORG-ACCOUNT1', 'myorg-account1.snowflakecomputing.com'],
    ['MYORG.ACCOUNT_1', 'MYORG-ACCOUNT_1', 'myorg-account-1.snowflakecomputing.com'],
    [
      'MYORG.ACCOUNT_1.privatelink',
      'MYORG-ACCOUNT_1.privatelink',
      'myorg-account-1.privatelink.snowflakecomputing.com',
    ],
    ['xy12345', 'xy12345', 'xy12345.snowflakecomputing.com'],
    ['xy12345.eu-central-1', 'xy12345.eu-central-1', 'xy12345.eu-central-1.snowflakecomputing.com'],
    ['XY12345.EU-CENTRAL-1', 'XY12345.EU-CENTRAL-1', 'xy12345.eu-central-1.snowflakecomputing.com'],
    ['xy12345.us-west-2', 'xy12345', 'xy12345.snowflakecomputing.com'],
    ['xy12345.us-west-2.privatelink', 'xy12345.privatelink', 'xy12345.privatelink.snowflakecomputing.com'],
    ['xy12345.us-east-2.aws', 'xy12345.us-east-2.aws', 'xy12345.us-east-2.aws.snowflakecomputing.com'],
    ['xy12345.west-europe.azure', 'xy12345.west-europe.azure', 'xy12345.west-europe.azure.snowflakecomputing.com'],
    ['xy12345.cn-northwest-1', 'xy12345.cn-northwest-1', 'xy12345.cn-northwest-1.snowflakecomputing.cn'],
    ['XY12345.CN-NORTHWEST-1.aws', 'XY12345.CN-NORTHWEST-1.aws', 'xy12345.cn-northwest-1.aws.snowflakecomputing.cn'],
    ['myorg-a.privatelink', 'myorg-a.privatelink', 'myorg-a.privatelink.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.com', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['MYORG-ACCOUNT1.SNOWFLAKECOMPUTING.COM.', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['https://MyOrg-Account1.snowflakecomputing.com/', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['https://myorg-acct_1.snowflakecomputing.com', 'myorg-acct_1', 'myorg-acct-1.snowflakecomputing.com'],
    ['http://myorg-a.snowflakecomputing.com:443///', 'myorg-a', 'myorg-a.snowflakecomputing.com'],
    ['jdbc:snowflake://myorg-a.snowflakecomputing.com/?db=D', 'myorg-a', 'myorg-a.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.com/console#/x', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['myorg-account1.snowflakecomputing.cn', 'myorg-account1', 'myorg-account1.snowflakecomputing.cn'],
    ['myorg-account1.snowflakecomputing.mil', 'myorg-account1', 'myorg-account1.snowflakecomputing.mil'],
    [
      'https://xy1.eu-west-1.privatelink.snowflakecomputing.com',
      'xy1.eu-west-1.privatelink',
      'xy1.eu-west-1.privatelink.snowflakecomputing.com',
    ],
    // A driver that gets a host as its account adds the domain again.
    ['myorg-a.snowflakecomputing.com.snowflakecomputing.com', 'myorg-a', 'myorg-a.snowflakecomputing.com'],
    ['https://myorg-a.snowflakecomputing.cn.snowflakecomputing.com/', 'myorg-a', 'myorg-a.snowflakecomputing.cn'],
    ['https://app.snowflake.com/myorg/account1/#/data', 'myorg-account1', 'myorg-account1.snowflakecomputing.com'],
    ['app.snowflake.com/myorg/account_1', 'myorg-account_1', 'myorg-account-1.snowflakecomputing.com'],
    [
      'https://app.snowflake.com/eu-central-1/xy12345/w1/x',
      'xy12345.eu-central-1',
      'xy12345.eu-central-1.snowflakecomputing.com',
    ],
    ['https://app.snowflake.com/us-east-2.aws/xy1/', 'xy1.us-east-2.aws', 'xy1.us-east-2.aws.snowflakecomputing.com'],
    ['https://app.snowflake.com/us-west-2/xy12345/', 'xy12345', 'xy12345.snowflakecomputing.com'],
    ['https://app.snowflake.cn/myorg/account1/', 'myorg-account1', 'myorg-account1.snowflakecomputing.cn'],
    [
      'https://app-myorg-a1.privatelink.snowflakecomputing.com/',
      'myorg-a1.privatelink',
      'myorg-a1.privatelink.snowflakecomputing.com',
    ],
    [
      'https://app.us-east-1.privatelink.snowflakecomputing.com/us-east-1/xy1/',
      'xy1.us-east-1.privatelink',
      'xy1.us-east-1.privatelink.snowflakecomputing.com',
    ],
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
    'acct-',
    'myorg-',
    'org--a',
    'org-.eu-central-1',
    '_a',
    'acct-.snowflakecomputing.com',
    'snowflakecomputing.com',
    'https://.snowflakecomputing.com',
    'https://a.snowflakecomputing.com.example.org',
    'a.snowflakecomputing.com.example.org',
    'https://app.snowflake.com',
    'https://app.snowflake.com/myorg/',
    'https://app.snowflake.com/_deeplink/page',
    'myorg/account1/worksheet',
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

  test('is quoted in a message without the password of a pasted address', async () => {
    const account = 'snowflake://jane:correct-horse@myorg-a/db';
    await expect(connect({ account, user: 'u', password: 'p' })).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('correct-horse') }),
    );
  });

  test.each([
    ['https://myorg-a.snowflakecomputing.com/', 'https://myorg-a.snowflakecomputing.com'],
    ['https://MYORG-A.snowflakecomputing.com.snowflakecomputing.com', 'https://myorg-a.snowflakecomputing.com'],
    ['http://127.0.0.1:4566/', 'http://127.0.0.1:4566'],
    ['https://snowflake.example.org/path/', 'https://snowflake.example.org'],
  ])('its URL %j becomes %j in option and variable', async (accessUrl, plain) => {
    const login = { account: 'a', user: 'u', password: 'p' };
    expect(readSettings({ SF_ACCESS_URL: accessUrl }).accessUrl).toBe(plain);
    expect((await connectionParameters({ ...login, accessUrl })).accessUrl).toBe(plain);
  });

  // What the driver does with a host in place of an account, which is why such hosts are in use.
  test('has one domain: the driver itself would double it', () => {
    const config = new ConnectionConfig({ account: 'myorg-a.snowflakecomputing.com', username: 'u', password: 'p' });
    expect(config.accessUrl).toBe('https://myorg-a.snowflakecomputing.com.snowflakecomputing.com');
    expect(() => new ConnectionConfig({ account: 'acct-', username: 'u', password: 'p' })).toThrow(/subdomain/);
  });

  test('is read from the environment in each of its forms', () => {
    expect(readSettings({ SF_ACCOUNT: 'https://a1.snowflakecomputing.com/' }).account).toBe('a1');
  });
});
