import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attach, checkSetup, cleanUp, connect, getSecret, type Snowflake, Table } from 'kernel-helpers';
import { explainAwsError } from 'kernel-helpers/aws/call-aws';
import { awsClients } from 'kernel-helpers/aws/clients';
import { awsSdk } from 'kernel-helpers/aws/load-sdk';
import { parseAnswer } from 'kernel-helpers/snowflake/result/parse-answer';
import { connectionParameters } from 'kernel-helpers/snowflake/session/connection-parameters';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';

/** A session token of AWS goes with every request, in a header. */
const SESSION_TOKEN = 'session-token-of-this-test';
const LINK = 'https://bucket.s3.amazonaws.com/part?X-Amz-Signature=signature-of-this-test';
const KEY = 'a2V5LW9mLXRoaXMtdGVzdA==';
const ROWS = 60_000;

let account: TestAccount;
let restoreEnvironment: () => void;
let snowflake: Snowflake;
/** The secrets that open an account, a session or a result; the keys describe them. */
const secrets = new Map<string, string>([
  ['the session token of AWS', SESSION_TOKEN],
  ['a signed link', LINK],
  ['the key of a result', KEY],
]);

beforeAll(async () => {
  account = await startLocalAccount();
  restoreEnvironment = withEnvironment({ ...account.settings, AWS_SESSION_TOKEN: SESSION_TOKEN });
  snowflake = await connect();
  await snowflake.execute('create database if not exists SECRETS');
  await snowflake.execute('create schema if not exists SECRETS.S');
  await snowflake.execute('use schema SECRETS.S');
  await snowflake.execute(`create table many as select seq4() as n from table(generator(rowcount => ${ROWS}))`);
  subscribe(REQUESTS, noteSecrets);
  await (await snowflake.execute('select * from many')).read();
  unsubscribe(REQUESTS, noteSecrets);
  secrets.set('the password of Snowflake', (await getSecret()).value('password') ?? '');
  secrets.set("AWS's secret key", account.settings.AWS_SECRET_ACCESS_KEY ?? '');
}, 120_000);

afterAll(async () => {
  await snowflake.close();
  restoreEnvironment();
  await account.close();
});

/** Node's client tells here of every request. */
const REQUESTS = 'http.client.request.start';

/** A statement goes with a token of the session, and a part of a result is downloaded by a link without one. */
function noteSecrets(message: unknown): void {
  const { request } = message as { readonly request: ClientRequest };
  const token = /Token="(.+)"/.exec(String(request.getHeader('authorization') ?? ''))?.[1];
  if (token !== undefined) secrets.set("the session's token", token);
  else secrets.set('the link to a part of a result', new URL(request.path, 'http://host').pathname);
}

/** The answer of Snowflake on AWS to a SELECT of many rows; the local account gives no keys. */
function answeredManifest(): unknown {
  const answer = parseAnswer(
    Buffer.from(
      JSON.stringify({
        success: true,
        data: {
          queryId: '01b0',
          rowtype: [{ name: 'N', type: 'FIXED' }],
          rowset: [],
          total: 5,
          queryResultFormat: 'json',
          chunks: [{ url: LINK, rowCount: 5 }],
          qrmk: KEY,
        },
      }),
    ),
  );
  return answer.kind === 'result' ? { ...answer, copy: [answer.manifest] } : undefined;
}

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  return await work().then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** @param isOurs true for a client of kernel-helpers, false for one of the SDK. */
async function failureOfAws(isOurs: boolean): Promise<unknown> {
  const { GetSecretValueCommand, SecretsManagerClient } = awsSdk.secretsManager();
  const client = isOurs ? awsClients.secretsManager() : new SecretsManagerClient({});
  return await failureOf(() => client.send(new GetSecretValueCommand({ SecretId: 'nothing' })));
}

/** The values that a cell can get, and how it gets them. */
const VALUES: readonly (readonly [what: string, make: () => unknown])[] = [
  ['a connection', () => snowflake],
  ['a table', () => snowflake.sql`select 1 as a`],
  ['a result', () => snowflake.execute('select * from many')],
  ['what a result is made of', async () => (await snowflake.execute('select * from many')).manifest],
  ['a result with a key', () => answeredManifest()],
  ['a secret', () => getSecret()],
  ['a list', () => snowflake.listTables()],
  ['the report of a load', () => snowflake.writeTable(Table.fromRows([{ a: 1 }]), 'few')],
  ['what a login needs', () => connectionParameters({})],
  ['the check of the set-up', () => checkSetup()],
  ['the report of a clean-up', () => cleanUp()],
  ['a refused statement', () => failureOf(() => snowflake.sql`select nope from (select 1 as a)`)],
  ['a refused login', () => failureOf(() => connect({ user: 'nobody', password: [...secrets.values()][0] }))],
  ['a secret that is missing', () => failureOf(() => getSecret('nothing'))],
  ['a job that is missing', () => failureOf(() => attach('nothing'))],
  ['a failure of AWS', async () => explainAwsError(await failureOfAws(true), 'ask')],
  ['an account that does not answer', () => failureOf(() => connect({ accessUrl: 'http://127.0.0.1:9' }))],
];

test('the secrets of this test are found where they are not hidden', async () => {
  expect([...secrets.keys()].sort()).toEqual([
    "AWS's secret key",
    'a signed link',
    'the key of a result',
    'the link to a part of a result',
    'the password of Snowflake',
    'the session token of AWS',
    "the session's token",
  ]);
  expect([...secrets.values()].every((secret) => secret.length > 7)).toBe(true);
  expect(leaksOf(await failureOfAws(false))).not.toEqual([]);
});

describe('no secret is printed, or written as JSON, with', () => {
  test.each(VALUES)('%s', async (_what, make) => {
    const value = await make();

    for (const part of partsOf(value)) expect(leaksOf(part)).toEqual([]);
  });
});

/** The secrets in what people and programs print. */
function leaksOf(value: unknown): readonly string[] {
  const texts = [
    inspect(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: 3, maxStringLength: 100_000 }),
    JSON.stringify(value, plainJson) ?? '',
    String(value instanceof Error ? value.stack : ''),
  ];
  return [...secrets].filter(([, secret]) => texts.some((text) => text.includes(secret))).map(([what]) => what);
}

/** JSON has no bigints and no circles. */
function plainJson(this: unknown, _key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The value, and every object that its own members lead to; typed arrays and functions hold no secrets. */
function partsOf(value: unknown, seen: Set<object> = new Set()): ReadonlySet<object> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return seen;
  seen.add(value);
  const members = Array.isArray(value)
    ? value.slice(0, 5)
    : Object.values(Object.getOwnPropertyDescriptors(value)).map((one) => one.value);
  for (const member of members) partsOf(member, seen);
  return seen;
}
