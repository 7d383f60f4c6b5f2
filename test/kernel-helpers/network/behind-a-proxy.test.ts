import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { create } from 'tar';
import { z } from 'zod';
import { ROOT } from '../../support/clone';
import { startConnectProxy } from '../../support/connect-proxy';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { type ProxiedHost, type ProxiedNetwork, startProxiedNetwork } from '../../support/proxied-network';
import { runToSuccess } from '../../support/run-process';
import { signAgain } from '../../support/sign-again';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const PROGRAM = join(__dirname, 'work-behind-a-proxy.cjs');
/** The local account's. */
const REGION = 'us-west-2';
const SNOWFLAKE = 'myorg-account1.snowflakecomputing.com';
const RESULTS = 'sfc-results.s3.amazonaws.com';
const BUCKET = 'trainer-bucket';

const folder = makeTemporaryFolder('behind-a-proxy');
const open: { close(): unknown }[] = [folder];
let account: TestAccount;
let network: ProxiedNetwork;
let figshare: Awaited<ReturnType<typeof startFigshare>>;

const workSchema = z.object({ done: z.record(z.string(), z.unknown()), connections: z.array(z.string()) });
type Work = z.infer<typeof workSchema>;

beforeAll(async () => {
  account = await startLocalAccount();
  open.push(account);
  const { settings } = account;
  await makeArchive('sourcedir.tar.gz', 'train.js', 'exports.default = 1;');
  await makeArchive('housing.tgz', 'housing.data', '1,2,3');
  await fillBucket(settings);
  figshare = await startFigshare(readFileSync(join(folder.path, 'housing.tgz')));
  open.push(figshare);
  network = await startProxiedNetwork([
    { host: SNOWFLAKE, url: settings.SF_ACCESS_URL, rewrite: (answer) => asRealAccount(answer, settings) },
    { host: RESULTS, url: settings.SF_ACCESS_URL },
    { host: '*.figshare.com', url: figshare.url },
    aws(`*.sagemaker.${REGION}.amazonaws.com`, settings.AWS_ENDPOINT_URL_SAGEMAKER),
    aws(`*.s3.${REGION}.amazonaws.com`, settings.AWS_ENDPOINT_URL),
    aws(`*.${REGION}.amazonaws.com`, settings.AWS_ENDPOINT_URL),
  ]);
  open.push(network);
}, 120_000);
afterAll(async () => {
  for (const one of open.reverse()) await one.close();
}, 60_000);

/** What each step comes to when its requests find their way. */
const DONE = {
  secret: 'snowflake_credentials',
  sageMaker: [],
  prediction: 400,
  sourceArchive: undefined,
  dataSet: '1,2,3',
  statement: 60_000,
  stage: ['UPLOADED'],
  keysOfRole: 'string',
};

describe('behind a proxy with a password and certificates of the company', () => {
  let result: Work;
  beforeAll(async () => {
    const named = Object.entries(account.env).filter(([name]) => !name.startsWith('AWS_ENDPOINT_URL'));
    const env = { ...Object.fromEntries(named), ...network.env, SF_ACCESS_URL: `https://${SNOWFLAKE}` };
    result = await work(env, 'https://ndownloader.figshare.com/files/1');
  }, 60_000);

  test('every request finds its way', () => {
    expect(result.done).toEqual(DONE);
  });

  test('every host is reached through the proxy, and nothing beside it', () => {
    const hosts = new Set(network.proxy.opened.map((target) => target.replace(/:443$/, '')));

    expect(result.connections).toEqual([`127.0.0.1:${network.proxy.port}`]);
    expect([...hosts].sort()).toEqual(
      [
        SNOWFLAKE,
        RESULTS,
        'ndownloader.figshare.com',
        's3.figshare.com',
        `api.sagemaker.${REGION}.amazonaws.com`,
        `runtime.sagemaker.${REGION}.amazonaws.com`,
        `secretsmanager.${REGION}.amazonaws.com`,
        `sts.${REGION}.amazonaws.com`,
        `${BUCKET}.s3.${REGION}.amazonaws.com`,
      ].sort(),
    );
    expect(network.proxy.refused).toEqual([]);
  });
});

describe('on the local account', () => {
  test('no request goes to a proxy, whatever the environment says', async () => {
    const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
    const proxy = await startConnectProxy({ portOf: () => undefined });
    open.push(proxy);
    const env = { ...account.env, ...Object.fromEntries(names.map((name) => [name, proxy.url])) };

    const { done, connections } = await work(env, `${figshare.url}/stored`);

    expect(done).toEqual(DONE);
    expect(connections).not.toContain(`127.0.0.1:${proxy.port}`);
  }, 60_000);
});

function aws(host: string, url: string): ProxiedHost {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = account.settings;
  return { host, url, prepare: signAgain({ url, accessKeyId, secretAccessKey }) };
}

/** Takes every step in a process with these variables. */
async function work(env: NodeJS.ProcessEnv, dataSetUrl: string): Promise<Work> {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = account.settings;
  const data = readFileSync(join(folder.path, 'housing.tgz'));
  const sha256 = createHash('sha256').update(data).digest('hex');
  const source = { url: dataSetUrl, sha256, member: 'housing.data' };
  const file = join(folder.path, 'part.parquet');
  writeFileSync(file, 'a file');
  mkdirSync(`${file}.unpacked`, { recursive: true });
  const config = join(folder.path, 'aws-config');
  writeFileSync(
    config,
    `[default]\naws_access_key_id = ${key}\naws_secret_access_key = ${secret}\n[profile trainer]\nrole_arn = arn:aws:iam::123456789012:role/trainer\nsource_profile = default\n`,
  );
  const output = await runToSuccess(
    process.execPath,
    [PROGRAM, file, `s3://${BUCKET}/sourcedir.tar.gz`, JSON.stringify(source)],
    {
      cwd: ROOT,
      env: { ...env, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder.path, 'none') },
    },
  );
  return workSchema.parse(JSON.parse(output));
}

/** A real account keeps results in a store of the cloud, and takes files for a stage there. */
function asRealAccount(answer: string, settings: TestAccount['settings']): string {
  const moved = answer.replaceAll(`${settings.SF_ACCESS_URL}/chunks`, `https://${RESULTS}/chunks`);
  const parsed = z
    .object({ data: z.object({ stageInfo: z.object({ locationType: z.string() }) }) })
    .safeParse(JSON.parse(moved));
  if (!parsed.success) return moved;
  const { data, ...rest } = JSON.parse(moved);
  const stageInfo = {
    ...data.stageInfo,
    locationType: 'S3',
    location: `${BUCKET}/stages/`,
    region: REGION,
    creds: { AWS_KEY_ID: settings.AWS_ACCESS_KEY_ID, AWS_SECRET_KEY: settings.AWS_SECRET_ACCESS_KEY },
  };
  return JSON.stringify({ ...rest, data: { ...data, stageInfo } });
}

async function makeArchive(name: string, member: string, content: string): Promise<void> {
  const source = join(folder.path, `${name}.source`);
  mkdirSync(source);
  writeFileSync(join(source, member), content);
  await create({ gzip: true, file: join(folder.path, name), cwd: source }, [member]);
}

async function fillBucket(settings: TestAccount['settings']): Promise<void> {
  const s3 = new S3Client({
    endpoint: settings.AWS_ENDPOINT_URL,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: settings.AWS_ACCESS_KEY_ID, secretAccessKey: settings.AWS_SECRET_ACCESS_KEY },
  });
  const body = readFileSync(join(folder.path, 'sourcedir.tar.gz'));
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'sourcedir.tar.gz', Body: body }));
  s3.destroy();
}

/** Sends the client on to a store of files, as the real one does. */
async function startFigshare(archive: Buffer) {
  const server = createServer((request, response) => {
    if (request.url === '/stored') response.end(archive);
    else response.writeHead(302, { location: 'https://s3.figshare.com/stored' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
