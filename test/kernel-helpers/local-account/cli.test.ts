import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { isAlive } from '../../support/is-alive';
import { until } from '../../support/until';

const PROGRAM = join(__dirname, '../../../kernel-helpers/local-account/bin/local-account.mjs');

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npx local-account', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-account-'));
  });
  afterEach(async () => {
    for (const folder of [directory, `${directory}-b`]) {
      if (existsSync(join(folder, 'processes'))) await run('down', '--dir', folder);
      await rm(folder, { recursive: true, force: true });
    }
  });

  async function run(...words: readonly string[]): Promise<Outcome> {
    return runWith({}, ...words);
  }

  async function runWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Outcome> {
    const options = { env: { ...process.env, ...env } };
    return promisify(execFile)(process.execPath, [PROGRAM, ...words], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
    );
  }

  async function readEnvironment(folder = directory): Promise<Record<string, string>> {
    const { stdout } = await run('env', '--json', '--dir', folder);
    return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
  }

  async function readProcesses(): Promise<number[]> {
    const files = await readdir(join(directory, 'processes'));
    return files.map((file) => Number(file.replace('.json', '')));
  }

  function clientSettings(env: Readonly<Record<string, string>>) {
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
    return { endpoint: env.AWS_ENDPOINT_URL, region: env.AWS_REGION, credentials, forcePathStyle: true };
  }

  test('up starts the account, a second up says it runs, down keeps its data and --erase erases them', async () => {
    const up = await run('up', '--dir', directory);
    expect(up).toMatchObject({ code: 0, stderr: '' });
    expect(up.stdout).toMatch(/Ready after \d+\.\d s/);
    expect((await run('up', '--dir', directory)).stdout).toContain('is already running');

    const env = await readEnvironment();
    expect(Object.keys(env)).toEqual(
      expect.arrayContaining([
        'AWS_ENDPOINT_URL_SAGEMAKER',
        'AWS_DEFAULT_REGION',
        'SF_ACCESS_URL',
        'SAGEMAKER_ROLE_ARN',
        'SECRET_ID',
      ]),
    );
    const s3 = new S3Client(clientSettings(env));
    await s3.send(
      new CreateBucketCommand({ Bucket: 'kept', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'a/b', Body: 'c' }));
    const secret = await readSecret(env);
    expect(Object.keys(secret)).toEqual(['username', 'password']);

    expect((await run('down', '--dir', directory)).stdout).toMatch(/ended after \d\.\d s/);
    expect(await run('status', '--dir', directory)).toMatchObject({ code: 1 });
    await run('up', '--dir', directory);

    // The ports are the same too, so that notebooks that are still open reach the account again.
    expect(await readEnvironment()).toEqual(env);
    const kept = await s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a/b' }));
    expect(await kept.Body?.transformToString()).toBe('c');
    expect(await readSecret(env)).toEqual(secret);

    await run('down', '--erase', '--dir', directory);
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  async function readSecret(env: Readonly<Record<string, string>>): Promise<object> {
    const client = new SecretsManagerClient(clientSettings(env));
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: env.SECRET_ID }));
    return z.record(z.string(), z.string()).parse(JSON.parse(SecretString));
  }

  test('only the owner may read what the account writes', async () => {
    await run('up', '--dir', directory);

    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const modes = await Promise.all(
      entries.map(async (entry) => [entry.isFile(), (await stat(join(entry.parentPath, entry.name))).mode & 0o077]),
    );

    expect(modes.length).toBeGreaterThan(5);
    expect(modes.filter(([, others]) => others !== 0)).toEqual([]);
  });

  test('up repairs what a killed account left, and keeps its data', async () => {
    await run('up', '--dir', directory);
    const env = await readEnvironment();
    const children = await readProcesses();
    const s3 = new S3Client(clientSettings(env));
    await s3.send(
      new CreateBucketCommand({ Bucket: 'kept', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    const { pid } = await readStatus();

    process.kill(pid, 'SIGKILL');
    await until(async () => (await readStatus()).status === 'killed');
    const up = await run('up', '--dir', directory);

    expect(up).toMatchObject({ code: 0, stdout: expect.stringContaining('The account was killed the last time') });
    expect((await readProcesses()).filter((child) => children.includes(child))).toEqual([]);
    await until(async () => children.every((child) => !isAlive(child)));
    await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'x', Body: 'y' }));
  });

  test('status says which part has ended, env refuses, and up starts the account again', async () => {
    await run('up', '--dir', directory);
    const [child] = await readProcesses();

    process.kill(child, 'SIGKILL');
    await until(async () => (await readStatus()).status === 'broken');

    expect(await run('status', '--dir', directory)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('ended by SIGKILL'),
    });
    expect(await run('env', '--dir', directory)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has ended'),
    });
    expect((await run('up', '--dir', directory)).stdout).toContain('Starting the account again');
    expect((await readStatus()).status).toBe('running');
  });

  test('two accounts run side by side with keys of their own', async () => {
    await Promise.all([run('up', '--dir', directory), run('up', '--dir', `${directory}-b`)]);

    const [first, second] = [await readEnvironment(), await readEnvironment(`${directory}-b`)];

    expect(first.AWS_ENDPOINT_URL).not.toBe(second.AWS_ENDPOINT_URL);
    expect(first.AWS_SECRET_ACCESS_KEY).not.toBe(second.AWS_SECRET_ACCESS_KEY);
  });

  test('two shells that start one account at the same moment both find it ready', async () => {
    const outcomes = await Promise.all([run('up', '--dir', directory), run('up', '--dir', directory)]);

    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.filter(({ stdout }) => stdout.includes('Ready after'))).toHaveLength(1);
  });

  test('--foreground stays until it is interrupted, and leaves no process', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'up', '--foreground', '--dir', directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await until(async () => output.includes('Ctrl-C ends it'));
    const parts = await readProcesses();

    child.kill('SIGINT');
    const [code] = await once(child, 'exit');

    expect(code).toBe(0);
    expect(parts).toHaveLength(2);
    expect(parts.filter(isAlive)).toEqual([]);
    expect((await readStatus()).status).toBe('stopped');
  });

  test('an account whose folder is removed ends by itself', async () => {
    await run('up', '--dir', directory);
    const processes = [(await readStatus()).pid, ...(await readProcesses())];

    await rm(directory, { recursive: true });

    await until(async () => !processes.some(isAlive));
  });

  test('up names a port that is in use, and starts nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const up = await run('up', '--port', String(port), '--dir', directory);

    server.close();
    expect(up).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Port ${port}, asked for as the port of AWS, is in use`),
    });
    expect((await readStatus()).status).toBe('stopped');
  });

  test.each([
    ['no Python', { LOCAL_ACCOUNT_VENV: '/nowhere' }, ['up'], /needs Python with moto, .* run: npm run set-up/],
    ['no account', {}, ['env'], /No local account runs .* `npx local-account up`/],
    ['a port that is none', {}, ['up', '--port', 'x'], /must be a whole number/],
    ['a port that is too high', {}, ['up', '--port', '65535'], /--port must be a whole number from 1 to 65533/],
    ['a command that is none', {}, ['upp'], /unknown command 'upp'/],
  ] as const)('%s is an error that says what to do', async (_, env, words, message) => {
    const directories = words[0] === 'upp' ? [] : ['--dir', directory];

    const outcome = await runWith(env, ...words, ...directories);

    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
  });

  test('a folder that cannot hold an account is refused with a clear message, and not changed', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, 'mine');

    const outcomes = await Promise.all([
      run('up', '--dir', file),
      run('up', '--dir', join(file, 'below')),
      run('up', '--dir', directory),
      run('up', '--foreground', '--dir', directory),
      run('up', '--dir', '/proc/nowhere'),
      run('down', '--erase', '--dir', file),
      run('down', '--erase', '--dir', '/proc'),
      run('status', '--dir', join(file, 'below')),
    ]);

    expect(outcomes.map(({ code, stderr }) => [code, stderr.split('\n')[0]])).toEqual([
      [1, `local-account: ${file} is a file. Name a folder with --dir.`],
      [1, expect.stringMatching(/^local-account: .*below cannot be read: ENOTDIR.*--dir/)],
      [1, expect.stringMatching(/^local-account: .* something else than a local account, for example a-file\. /)],
      [1, expect.stringMatching(/^local-account: .* something else than a local account, for example a-file\. /)],
      [1, expect.stringMatching(/^local-account: \/proc\/nowhere cannot hold a local account: .*--dir/)],
      [1, `local-account: ${file} is a file. Name a folder with --dir.`],
      [1, expect.stringMatching(/^local-account: \/proc holds no local account, so nothing in it was erased/)],
      [1, ''],
    ]);
    for (const { stderr } of outcomes) expect(stderr).not.toMatch(/^\s+at /m);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('--erase leaves files that an account did not write, and says so', async () => {
    await run('up', '--dir', directory);
    await writeFile(join(directory, 'notes.txt'), 'mine');

    const outcome = await run('down', '--erase', '--dir', directory);

    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining(`${directory} itself stays`) });
    expect(await readdir(directory)).toEqual(['notes.txt']);
  });

  test('an account that cannot save its data says so, and ends only when the user gives up the changes', async () => {
    await run('up', '--dir', directory);
    const s3 = new S3Client({ ...clientSettings(await readEnvironment()), forcePathStyle: true });
    await mkdir(join(directory, 'aws/s3.pickle.new'));
    await s3.send(
      new CreateBucketCommand({ Bucket: 'kept', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );

    const down = await run('down', '--dir', directory);
    const status = await run('status', '--dir', directory);

    expect(down).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/goes on running, .*Is a directory.*--unsaved/),
    });
    expect(status).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/cannot save its data .*\n[\s\S]*Free some space/),
    });

    await rmdir(join(directory, 'aws/s3.pickle.new'));
    expect(await run('down', '--dir', directory)).toMatchObject({ code: 0 });
    await run('up', '--dir', directory);
    const again = new S3Client({ ...clientSettings(await readEnvironment()), forcePathStyle: true });
    expect((await again.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['kept']);

    await mkdir(join(directory, 'aws/s3.pickle.new'));
    await again.send(
      new CreateBucketCommand({ Bucket: 'lost', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    expect(await run('down', '--unsaved', '--dir', directory)).toMatchObject({ code: 0 });
  });

  test('--erase touches nothing in a folder that holds no account', async () => {
    await writeFile(join(directory, 'credentials.txt'), 'mine');

    const outcome = await run('down', '--erase', '--dir', directory);

    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('holds no local account') });
    expect(await readFile(join(directory, 'credentials.txt'), 'utf8')).toBe('mine');
  });

  test('--help of every command says what it does', async () => {
    const helps = await Promise.all(
      [[], ['up'], ['down'], ['status'], ['env']].map((words) => run(...words, '--help')),
    );

    for (const { code, stdout } of helps) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Usage: local-account .*\n\n[A-Z][\s\S]+?\.\n/);
    }
  });

  async function readStatus(): Promise<{ status: string; pid: number }> {
    const { stdout } = await run('status', '--json', '--dir', directory);
    return z.object({ status: z.string(), pid: z.number().default(0) }).parse(JSON.parse(stdout));
  }
});
