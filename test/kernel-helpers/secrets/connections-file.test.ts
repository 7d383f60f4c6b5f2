import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isUserError } from '../../../kernel-helpers/src/errors';
import { connectIn } from '../../../kernel-helpers/src/snowflake/connect';
import {
  type ConnectOptions,
  connectionParameters,
} from '../../../kernel-helpers/src/snowflake/session/connection-parameters';
import { heardBy } from '../../../kernel-helpers/src/surroundings';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../snowflake/scripted-snowflake';

const PASSWORD = 'correct-horse-battery';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** An environment without AWS, Snowflake's settings and its tools' own file. */
const NOTHING = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(AWS|SF|SNOWFLAKE|SECRET)_/.test(name))
    .map((name) => [name, undefined]),
);

const folder = makeTemporaryFolder('connections-file');
const file = join(folder.path, 'connections.toml');
const config = join(folder.path, 'config.toml');
let server: ScriptedSnowflake;
let restoreEnvironment: () => void;
beforeAll(async () => {
  server = await startScriptedSnowflake(() => ({ rowtype: [], rowset: [] }));
  writeFileSync(join(folder.path, 'key.p8'), pem, { mode: 0o600 });
  writeFileSync(join(folder.path, 'token'), ' the-token\n', { mode: 0o600 });
});
afterAll(async () => {
  await server?.close();
  folder.close();
});
beforeEach(() => {
  restoreEnvironment = withEnvironment({
    ...NOTHING,
    SNOWFLAKE_HOME: folder.path,
    SNOWFLAKE_DEFAULT_CONNECTION_NAME: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder.path, 'no-aws'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder.path, 'no-aws'),
  });
});
afterEach(() => {
  restoreEnvironment();
  for (const path of [file, config]) rmSync(path, { force: true });
});

function write(path: string, text: string, mode = 0o600): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

async function failureOf(options: ConnectOptions): Promise<Error> {
  const outcome = await connectionParameters(options).catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('it was read');
}

describe('a connection of connections.toml', () => {
  test('logs in with one line, without AWS and without a variable', async () => {
    const { host } = server;
    const [name, port] = host.split(':');
    write(
      file,
      `[dev]\naccount = "test"\nuser = "me"\npassword = "${PASSWORD}"\nhost = "${name}"\nport = ${port}\nprotocol = "http"\nwarehouse = "WH"\n`,
    );
    const said: string[] = [];
    const surroundings = heardBy(new AbortController().signal, (sentence) => said.push(sentence));

    const snowflake = await connectIn(surroundings, { connection: 'dev', database: 'DB' });
    await snowflake.close();

    expect(server.logins.at(-1)).toMatchObject({ ACCOUNT_NAME: 'test', LOGIN_NAME: 'me', PASSWORD });
    expect(String(snowflake)).toBe('Snowflake session: warehouse WH, database DB');
    expect(said).toEqual([]);
    const parameters = await connectionParameters({ connection: 'dev' });
    for (const shown of [inspect(parameters, { depth: 9, showHidden: true }), JSON.stringify(parameters)])
      expect(shown).not.toContain(PASSWORD);
  });

  test.each<[string, string, object]>([
    [
      'a key file',
      'user = "u"\nprivate_key_file = "<folder>/key.p8"\nauthenticator = "SNOWFLAKE_JWT"',
      { method: 'key pair', user: 'u', privateKey: pem },
    ],
    ['a key file, as Node names it', 'user = "u"\nprivate_key_path = "<folder>/key.p8"', { method: 'key pair' }],
    ['the key itself', `user = "u"\nprivate_key_raw = """${pem}"""`, { method: 'key pair', privateKey: pem }],
    [
      'a file with a token',
      'user = "u"\nauthenticator = "PROGRAMMATIC_ACCESS_TOKEN"\ntoken_file_path = "<folder>/token"',
      { method: 'access token', token: 'the-token' },
    ],
    ['an OAuth token', 'authenticator = "oauth"\ntoken = "t"', { method: 'OAuth token', token: 't' }],
    [
      'workload identity',
      'authenticator = "WORKLOAD_IDENTITY"\nworkload_identity_provider = "AWS"',
      { method: 'workload identity' },
    ],
  ])('with %s', async (_, lines, credentials) => {
    write(file, `[default]\naccount = "org-a1"\n${lines.replaceAll('<folder>', folder.path)}\n`);

    const parameters = await connectionParameters({ connection: true });

    expect(parameters).toMatchObject({ account: 'org-a1', accessUrl: 'https://org-a1.snowflakecomputing.com' });
    expect(parameters.credentials).toMatchObject(credentials);
    expect(parameters.source).toBe(`connection default in ${file}`);
  });

  test('goes before the environment, and options go before it', async () => {
    write(file, '[default]\naccount = "org-a1"\nuser = "u"\npassword = "p"\nwarehouse = "FILE"\nrole = "FILE"\n');
    const restore = withEnvironment({
      SF_ACCOUNT: 'org-other',
      SF_ACCESS_URL: 'http://127.0.0.1:9',
      SF_WAREHOUSE: 'ENVIRONMENT',
      SF_SCHEMA: 'ENVIRONMENT',
    });

    const parameters = await connectionParameters({ connection: true, role: 'OPTION' });

    restore();
    expect(parameters).toMatchObject({
      ...{ account: 'org-a1', accessUrl: 'https://org-a1.snowflakecomputing.com' },
      ...{ role: 'OPTION', warehouse: 'FILE', schema: 'ENVIRONMENT' },
    });
  });

  test.each([
    ['account = "xy12345"\nregion = "eu-central-1"', 'https://xy12345.eu-central-1.snowflakecomputing.com'],
    ['host = "org-a1.snowflakecomputing.com"', 'https://org-a1.snowflakecomputing.com'],
    ['account = "org-a1"\nhost = "snow.example.com"', 'https://snow.example.com'],
  ])('names its server: %j', async (lines, url) => {
    write(file, `[default]\nuser = "u"\npassword = "p"\n${lines}\n`);

    expect((await connectionParameters({ connection: true })).accessUrl).toBe(url);
  });

  test.each<[string, string | true, NodeJS.ProcessEnv, string]>([
    ['the one that is asked for', 'b', { SNOWFLAKE_DEFAULT_CONNECTION_NAME: 'c' }, 'b'],
    ['the one of the variable', true, { SNOWFLAKE_DEFAULT_CONNECTION_NAME: 'c' }, 'c'],
    ['the one that config.toml names', true, {}, 'b'],
  ])('of several is %s', async (_, connection, env, user) => {
    write(config, 'default_connection_name = "b"\n[connections.z]\nuser = "z"\n');
    write(file, ['b', 'c'].map((name) => `[${name}]\naccount = "a"\nuser = "${name}"\npassword = "p"\n`).join(''));
    const restore = withEnvironment(env);

    const { credentials } = await connectionParameters({ connection });

    restore();
    expect(credentials).toMatchObject({ user });
  });

  test('is found in config.toml where there is no connections.toml', async () => {
    write(config, '[connections.dev]\naccount = "a"\nuser = "u"\npassword = "p"\n');

    expect((await connectionParameters({ connection: 'dev' })).source).toBe(`connection dev in ${config}`);
  });

  test('tells what it leaves unused, and who else may read the file', async () => {
    const lines = [
      'account = "a"',
      'user = "u"',
      `private_key_raw = """${pem}"""`,
      'password = "p"',
      'query_tag = "x"',
    ];
    write(file, `[default]\n${lines.join('\n')}\n[default.session_parameters]\nTIMEZONE = "UTC"\n`, 0o644);

    expect((await connectionParameters({ connection: true })).remarks).toEqual([
      `${file} may be read by other users of this machine. Run: chmod 600 ${file}`,
      `The connection default in ${file} has session_parameters, query_tag, which connect() does not use.`,
      `The login uses the key pair of connection default in ${file}, the strongest way there; its password is not used.`,
    ]);
  });
});

describe('a connection that cannot be used says why, and shows no value', () => {
  test.each<[string, string, number, string | true, RegExp]>([
    [
      'that is not there',
      '[dev]\nuser = "u"\n',
      0o600,
      'devs',
      /connections\.toml has no connection devs\. Did you mean dev\?$/,
    ],
    ['in an empty file', '', 0o600, true, /has no connection default\. It has none\./],
    [
      'in a broken file',
      `[dev]\npassword = "${PASSWORD}`,
      0o600,
      'dev',
      /is not TOML at line 2, column \d+\. Texts stand in quotes/,
    ],
    [
      'that others may change',
      '[dev]\n',
      0o666,
      'dev',
      /may be changed by other users of this machine, so it is not used\. Run: chmod 600 /,
    ],
    ['in a program', '[dev]\n', 0o700, 'dev', /is marked as a program, so it is not used/],
    [
      'that needs a browser',
      `[dev]\nuser = "u"\nauthenticator = "externalbrowser"\npassword = "${PASSWORD}"\n`,
      0o600,
      'dev',
      /^Connection dev in .* cannot be used for Snowflake: its authenticator "externalbrowser" opens a browser/,
    ],
    [
      'with several problems',
      `[dev]\naccount = "my org"\nprivate_key_file = "/nowhere.p8"\n`,
      0o600,
      'dev',
      /its `private_key_file`: \/nowhere\.p8 cannot be read: ENOENT.*; its account must be .*; it has no `user`; it has no `password`/,
    ],
    ['with a wrong host', '[dev]\naccount = "a"\nhost = "a b"\n', 0o600, 'dev', /protocol, host and port make no URL/],
  ])('%s', async (_, text, mode, connection, message) => {
    write(file, text, mode);

    const error = await failureOf({ connection });

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });

  test('without any file', async () => {
    expect((await failureOf({ connection: true })).message).toBe(
      `There is no Snowflake connection on this machine: ${file} does not exist. Write it: a line [default], and below it ` +
        `account = "myorg-account1", user = "…" and private_key_file = "…". Then run: chmod 600 ${file}`,
    );
  });

  test('beside another way to log in', async () => {
    await expect(connectionParameters({ connection: 'dev', secretId: 's' })).rejects.toThrow(
      '`secretId`, and `connection` are different ways to log in: give one of them.',
    );
  });

  test('of a person without AWS, who called connect() with nothing: the error has the line that works', async () => {
    write(file, `[dev]\naccount = "a"\nuser = "u"\npassword = "${PASSWORD}"\n`);

    const { message } = await failureOf({});

    expect(message).toContain('no AWS region is set');
    const [, advised = ''] = /connect\((\{ connection: "dev" \})\)$/.exec(message) ?? [];
    expect(advised).not.toBe('');
    expect(message).toContain(`Or log in with a connection of ${file} (dev)`);
    expect((await connectionParameters({ connection: 'dev' })).account).toBe('a');
  });

  test('a key file in the home folder may begin with ~', async () => {
    write(file, '[dev]\naccount = "a"\nuser = "u"\nprivate_key_file = "~/no-such-key-of-a-test.p8"\n');

    expect((await failureOf({ connection: 'dev' })).message).toContain(join(homedir(), 'no-such-key-of-a-test.p8'));
  });
});
