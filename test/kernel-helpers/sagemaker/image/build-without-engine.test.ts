import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordedCallSchema } from 'kernel-helpers/aws/call-record';
import { list } from 'tar';
import { z } from 'zod';
import { ROOT } from '../../../support/clone';
import { type ImageRegistry, sha256, startImageRegistry } from '../../../support/image-registry';
import { type ProxiedNetwork, startProxiedNetwork } from '../../../support/proxied-network';
import { runToSuccess } from '../../../support/run-process';
import { signAgain } from '../../../support/sign-again';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { type LocalServices, startLocalServices } from '../../local-account/support/local-services';
import { type PackageServer, startPackageServer } from './support/package-server';
import { addBaseImage, makeSmallContainer } from './support/small-container';

const REPOSITORY = 'sagemaker-snowflake-xgboost';
const REGISTRY = '123456789012.dkr.ecr.us-west-2.amazonaws.com';
const PUBLIC = 'public.ecr.aws';
const STORAGE = 'layers.cloudfront.net';

const folder = makeTemporaryFolder('without-engine');
const open: { close(): unknown }[] = [folder];
let services: LocalServices;
let network: ProxiedNetwork;
/** Stands for ECR, with TLS and a password. */
let own: ImageRegistry;
/** `AWS:password` */
let login: string;
/** Stands for Amazon's public registry, which gives out tokens and keeps its layers elsewhere. */
let publicRegistry: ImageRegistry;
let packageServer: PackageServer;
/** What the last process printed. */
let output = '';
const storageHeaders: (string | undefined)[] = [];

const imagesSchema = z.array(z.record(z.string(), z.string()));

beforeAll(async () => {
  services = await startLocalServices();
  open.push(services);
  login = await passwordOfEcr();
  own = await startImageRegistry({ login });
  const elsewhere = { asksForToken: true, publicUrl: `https://${PUBLIC}`, storage: `https://${STORAGE}` };
  publicRegistry = await startImageRegistry(elsewhere);
  const storage = await startStorage();
  open.push(own, publicRegistry, { close: () => storage.close() });
  network = await startProxiedNetwork([
    {
      host: 'api.ecr.us-west-2.amazonaws.com',
      url: services.account.endpoint,
      prepare: signAgain({ url: services.account.endpoint, ...services.account.credentials }),
    },
    { host: REGISTRY, url: own.url },
    { host: PUBLIC, url: publicRegistry.url },
    { host: STORAGE, url: `http://127.0.0.1:${(storage.address() as AddressInfo).port}` },
  ]);
  open.push(network);
  const small = makeSmallContainer(folder.path, `${PUBLIC}/${addBaseImage(publicRegistry)}`);
  packageServer = await startPackageServer(small.packages, [small.wheel]);
  open.push(packageServer);
}, 60_000);
afterAll(async () => {
  for (const one of open.reverse()) await one.close();
});

describe('the image of a machine without a container engine', () => {
  let built: readonly Readonly<Record<string, string>>[];
  let requests: readonly string[];
  beforeAll(async () => {
    built = await buildImages('home', {}, {});
    requests = own.seen.map(({ method, path }) => `${method} ${path}`);
  }, 60_000);

  const manifest = () => {
    const content = own.manifests.get(`${REPOSITORY}:${built[0].tag}`)?.content ?? Buffer.alloc(0);
    return z
      .object({
        mediaType: z.string(),
        config: z.object({ mediaType: z.string(), digest: z.string() }),
        layers: z.array(z.object({ mediaType: z.string(), digest: z.string(), size: z.number() })),
      })
      .parse(JSON.parse(content.toString('utf8')));
  };
  const configuration = () => JSON.parse(own.blobs.get(manifest().config.digest)?.toString('utf8') ?? '{}');
  const layer = (index: number) => own.blobs.get(manifest().layers[index].digest) ?? Buffer.alloc(0);

  test('is named by its digest, which the registry holds under its tag', () => {
    const { content } = own.manifests.get(`${REPOSITORY}:${built[0].tag}`) ?? {};

    expect(built[0]).toMatchObject({ uri: `${REGISTRY}/${REPOSITORY}@${sha256(content ?? '')}`, how: 'pushed' });
  });

  // SageMaker's CreateModel takes no other form (https://github.com/aws/amazon-sagemaker-feedback/issues/180).
  test('has docker’s form in every part, though its base has OCI’s', () => {
    const { mediaType, config, layers } = manifest();

    expect(mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
    expect(config.mediaType).toBe('application/vnd.docker.container.image.v1+json');
    expect(new Set(layers.map((one) => one.mediaType))).toEqual(
      new Set(['application/vnd.docker.image.rootfs.diff.tar.gzip']),
    );
  });

  test('is the base with three layers, whose digests all agree', () => {
    const { layers } = manifest();

    expect(layers).toHaveLength(5);
    expect(layers.map((_one, index) => [sha256(layer(index)), layer(index).length])).toEqual(
      layers.map(({ digest, size }) => [digest, size]),
    );
    expect(configuration().rootfs.diff_ids).toEqual(layers.map((_one, index) => sha256(gunzipSync(layer(index)))));
  });

  test('holds library, packages and program, as files of root without a time', async () => {
    const entries: unknown[] = [];
    for (const index of [2, 3, 4]) {
      const parser = list({
        onReadEntry: ({ path, mode, uid, gid, mtime, type }) => {
          if (type === 'File') entries.push([path, mode?.toString(8), uid, gid, mtime?.getTime()]);
        },
      });
      parser.end(layer(index));
    }

    expect(entries).toEqual(
      [
        ['opt/xgboost/xgboost/lib/libxgboost.so', '755'],
        ['opt/xgboost/xgboost_cpu.libs/libgomp.so.1', '755'],
        ['opt/program/node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node', '644'],
        ['opt/program/node_modules/@koromix/koffi-linux-x64/package.json', '644'],
        ['opt/program/node_modules/koffi/index.cjs', '644'],
        ['opt/program/node_modules/koffi/package.json', '644'],
        ['opt/program/dist/main.js', '644'],
        ['opt/program/package-lock.json', '644'],
        ['opt/program/package.json', '644'],
      ].map(([path, mode]) => [path, mode, 0, 0, 0]),
    );
  });

  test('starts as the Dockerfile says, and not as its base did', () => {
    expect(configuration().config).toEqual({
      Env: ['PATH=/usr/bin', 'NODE_ENV=production'],
      Entrypoint: ['node', '/opt/program/dist/main.js'],
    });
  });

  test('is the same again, and nothing is downloaded or sent twice', () => {
    expect(built[1]).toEqual(built[0]);
    expect(packageServer.downloaded).toHaveLength(3);
    expect(requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(6);
    expect(requests.filter((request) => request.startsWith('PUT') && request.includes('/manifests/'))).toHaveLength(1);
    expect(publicRegistry.seen.filter(({ path }) => path.includes('/blobs/'))).toHaveLength(3);
  });

  test('is recorded with each right that ECR asks IAM for, and without requests to other registries', () => {
    const calls = readFileSync(join(folder.path, 'home-calls'), 'utf8').trimEnd().split('\n');
    const recorded = calls.map((line) => recordedCallSchema.parse(JSON.parse(line)));
    const pushed = recorded.filter(({ input }) => input.repositoryName === REPOSITORY);

    expect(new Set(pushed.map(({ caller, service, operation }) => `${caller} ${service}:${operation}`))).toEqual(
      new Set([
        'notebook ecr:CreateRepository',
        'notebook ecr:BatchGetImage',
        'notebook ecr:BatchCheckLayerAvailability',
        'notebook ecr:InitiateLayerUpload',
        'notebook ecr:UploadLayerPart',
        'notebook ecr:CompleteLayerUpload',
        'notebook ecr:PutImage',
      ]),
    );
    expect(pushed.filter(({ operation }) => operation === 'UploadLayerPart')).toHaveLength(6);
    expect(recorded.map(({ operation }) => operation)).toContain('GetAuthorizationToken');
  });

  test('gives the password and the token to the registries alone, never to where their layers are kept', () => {
    const basic = `Basic ${Buffer.from(login).toString('base64')}`;

    expect(new Set(own.seen.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
    expect(publicRegistry.seen.map(({ authorization }) => authorization)).not.toContain(basic);
    expect(storageHeaders).toEqual([undefined, undefined, undefined]);
  });

  test('is the same on another machine, where it removes what kept downloads have above their bound', async () => {
    const kept = join(folder.path, 'another-home', '.cache', 'kernel-helpers', 'training-image', 'base');
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, 'large'), '');
    truncateSync(join(kept, 'large'), 2e9);
    utimesSync(join(kept, 'large'), 0, 0);

    expect(await buildImages('another-home', {})).toEqual([built[0]]);
    expect(output).toContain(
      'Downloads of image builds took more than 2 GB on this machine: 1 of them, unused for longest, were removed (2000 MB).',
    );
    expect(readdirSync(kept)).toHaveLength(3);
  }, 60_000);
});

/** Builds once for each of the options, in a process that reaches the hosts by the proxy alone. */
async function buildImages(home: string, ...options: readonly object[]) {
  const { accessKeyId, secretAccessKey } = services.account.credentials;
  mkdirSync(join(folder.path, home), { recursive: true });
  output = await runToSuccess(
    process.execPath,
    [join(__dirname, 'support', 'build-image.cjs'), ...options.map((one) => JSON.stringify(one))],
    {
      cwd: folder.path,
      env: {
        PATH: process.env.PATH,
        HOME: join(folder.path, home),
        PYTHON: join(ROOT, '.venv', 'bin', 'python'),
        ...packageServer.env,
        ...network.env,
        NO_PROXY: '127.0.0.1',
        AWS_REGION: 'us-west-2',
        AWS_CALL_RECORD: join(folder.path, `${home}-calls`),
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    },
  );
  return imagesSchema.parse(JSON.parse(output.slice(output.lastIndexOf('\n[') + 1)));
}

async function passwordOfEcr(): Promise<string> {
  const { endpoint, region, credentials } = services.account;
  const client = new ECRClient({ endpoint, region, credentials });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  return Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString('utf8');
}

/** Keeps the public registry's layers, and remembers who said who they are. */
async function startStorage(): Promise<Server> {
  const server = createServer((request, response) => {
    storageHeaders.push(request.headers.authorization);
    response.end(publicRegistry.blobs.get((request.url ?? '').slice(1)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
