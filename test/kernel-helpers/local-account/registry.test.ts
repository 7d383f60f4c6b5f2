import { createHash } from 'node:crypto';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRegistry, startRegistry } from '../../../kernel-helpers/local-account/registry/index';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { type LocalServices, startLocalServices } from './support/local-services';

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const LAYER = Buffer.from('the bytes of a layer');
const CONFIG = Buffer.from('{"architecture":"amd64","os":"linux"}');
const UNKNOWN = sha256(Buffer.from('never sent'));

describe('the registry of the local account', () => {
  const folder = makeTemporaryFolder('registry');
  let services: LocalServices;
  let registry: RunningRegistry;
  let login: string;

  beforeAll(async () => {
    // The notebook may push; it may not read layers.
    const Statement = [
      { Effect: 'Allow', Action: 'ecr:*', Resource: '*' },
      { Effect: 'Deny', Action: 'ecr:GetDownloadUrlForLayer', Resource: 'arn:aws:ecr:*:*:repository/no-layers' },
    ];
    services = await startLocalServices({ judging: { policies: { notebook: { Version: '2012-10-17', Statement } } } });
    registry = await startRegistry({ directory: folder.path, aws: services.account, areCallsJudged: true });
    const { endpoint, region, credentials } = services.account;
    const ecr = new ECRClient({ endpoint, region, credentials });
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    login = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    for (const repositoryName of ['models', 'base/node', 'no-layers'])
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  });
  afterAll(async () => {
    await registry?.close();
    await services?.close();
    folder.close();
  });

  const ask = (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, registry.url), { method, ...init, headers: { authorization: login, ...init.headers } });

  /** As Docker, Podman and buildTrainingImage() send a blob. */
  async function push(repository: string, content: Buffer): Promise<string> {
    const begun = await ask('POST', `/v2/${repository}/blobs/uploads/`);
    const sent = await ask('PATCH', locationOf(begun), { body: content });
    const stored = await ask('PUT', `${locationOf(sent)}?digest=${sha256(content)}`);
    expect([begun.status, sent.status, stored.status]).toEqual([202, 202, 201]);
    expect(stored.headers.get('docker-content-digest')).toBe(sha256(content));
    return sha256(content);
  }

  async function refusal(answer: Response): Promise<[status: number, code: string]> {
    const { errors } = (await answer.json()) as { errors: [{ code: string }] };
    return [answer.status, errors[0].code];
  }

  test('keeps an image that is pushed, gives it back by tag and digest, and lists it in ECR', async () => {
    await push('models', LAYER);
    await push('models', CONFIG);
    const manifest = manifestOf(CONFIG, LAYER);
    const put = await ask('PUT', '/v2/models/manifests/one', {
      body: manifest,
      headers: { 'content-type': DOCKER_MANIFEST },
    });
    const again = await ask('PUT', '/v2/models/manifests/one', { body: manifest });

    expect([put.status, again.status]).toEqual([201, 201]);
    const digest = sha256(manifest);
    for (const reference of ['one', digest]) {
      const pulled = await ask('GET', `/v2/models/manifests/${reference}`);
      expect(pulled.headers.get('content-type')).toBe(DOCKER_MANIFEST);
      expect(Buffer.from(await pulled.arrayBuffer())).toEqual(manifest);
      expect((await ask('HEAD', `/v2/models/manifests/${reference}`)).headers.get('docker-content-digest')).toBe(
        digest,
      );
    }
    const layer = await ask('GET', `/v2/models/blobs/${sha256(LAYER)}`);
    expect(Buffer.from(await layer.arrayBuffer())).toEqual(LAYER);
    const listed = await services.clients.ecr.send(new DescribeImagesCommand({ repositoryName: 'models' }));
    expect(listed.imageDetails).toMatchObject([
      { imageDigest: digest, imageTags: ['one'], imageManifestMediaType: DOCKER_MANIFEST },
    ]);
  });

  test('keeps its images when it ends, and forgets half a layer', async () => {
    const digest = await push('models', Buffer.from('kept'));
    const begun = await ask('POST', '/v2/models/blobs/uploads/');
    await ask('PATCH', locationOf(begun), { body: Buffer.from('half') });
    await registry.close();
    registry = await startRegistry({ directory: folder.path, aws: services.account, areCallsJudged: true });

    expect((await ask('HEAD', `/v2/models/blobs/${digest}`)).status).toBe(200);
    expect(await refusal(await ask('GET', locationOf(begun)))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
  });

  test('mounts a layer of another repository, and begins an upload where that one does not hold it', async () => {
    const digest = await push('base/node', Buffer.from('a layer of the base'));

    expect((await ask('HEAD', `/v2/models/blobs/${digest}`)).status).toBe(404);
    expect((await ask('POST', `/v2/models/blobs/uploads/?mount=${digest}&from=base/node`)).status).toBe(201);
    expect((await ask('HEAD', `/v2/models/blobs/${digest}`)).status).toBe(200);
    expect((await ask('POST', `/v2/models/blobs/uploads/?mount=${UNKNOWN}&from=base/node`)).status).toBe(202);
  });

  test('takes a layer in parts that go on where the last one ended', async () => {
    const at = locationOf(await ask('POST', '/v2/models/blobs/uploads/'));
    await ask('PATCH', at, { body: Buffer.from('first '), headers: { 'content-range': '0-5' } });
    const gap = await ask('PATCH', at, { body: Buffer.from('x'), headers: { 'content-range': '7-7' } });
    const state = await ask('GET', at);
    const last = Buffer.from('second');
    const stored = await ask('PUT', `${at}?digest=${sha256(Buffer.from('first second'))}`, { body: last });

    expect([gap.status, gap.headers.get('range')]).toEqual([416, '0-5']);
    expect([state.status, state.headers.get('range')]).toEqual([204, '0-5']);
    expect(stored.status).toBe(201);
  });

  test('refuses a login that is not the caller’s, also the well-known one of moto', async () => {
    const wrong = [
      '',
      'Bearer x',
      basic('AWS:123456789012-auth-token'),
      basic('root:x'),
      basic(`AWS:${'0'.repeat(64)}`),
    ];
    for (const authorization of wrong) {
      const answer = await ask('GET', '/v2/', { headers: { authorization } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(await refusal(answer)).toEqual([401, 'UNAUTHORIZED']);
    }
    expect((await ask('GET', '/v2/')).status).toBe(200);
  });

  test('does what the policy of the caller allows, and no more', async () => {
    const digest = await push('no-layers', LAYER);

    expect((await ask('HEAD', `/v2/no-layers/blobs/${digest}`)).status).toBe(200);
    expect(await refusal(await ask('GET', `/v2/no-layers/blobs/${digest}`))).toEqual([403, 'DENIED']);
  });

  test.each([
    ['other bytes than those of the digest', 400, 'DIGEST_INVALID', () => uploadAs(UNKNOWN)],
    ['an upload without a digest', 400, 'DIGEST_INVALID', () => uploadAs('')],
    ['a repository that ECR does not have', 404, 'NAME_UNKNOWN', () => ask('POST', '/v2/nowhere/blobs/uploads/')],
    [
      'a manifest whose layer is missing',
      400,
      'MANIFEST_BLOB_UNKNOWN',
      () => putManifest(manifestOf(CONFIG, Buffer.from('lost'))),
    ],
    ['a manifest that is none', 400, 'MANIFEST_INVALID', () => putManifest(Buffer.from('{}'))],
    ['a manifest that is too large', 413, 'MANIFEST_INVALID', () => putManifest(Buffer.alloc(5_000_000))],
    [
      'a manifest under the digest of another one',
      400,
      'DIGEST_INVALID',
      () => putManifest(manifestOf(CONFIG), UNKNOWN),
    ],
    ['an image that is not there', 404, 'MANIFEST_UNKNOWN', () => ask('GET', '/v2/models/manifests/none')],
    ['a layer that is not there', 404, 'BLOB_UNKNOWN', () => ask('GET', `/v2/models/blobs/${UNKNOWN}`)],
    [
      'a name outside of its folder',
      404,
      'UNSUPPORTED',
      () => ask('GET', '/v2/models/manifests/..%2f..%2fcredentials'),
    ],
  ])('refuses %s', async (_what, status, code, send) => {
    await push('models', CONFIG);

    expect(await refusal(await send())).toEqual([status, code]);
  });

  test('answers no web page', async () => {
    expect((await ask('GET', '/v2/', { headers: { origin: 'https://example.com' } })).status).toBe(403);
  });

  async function uploadAs(digest: string): Promise<Response> {
    const begun = await ask('POST', '/v2/models/blobs/uploads/');
    return ask('PUT', `${locationOf(begun)}${digest && `?digest=${digest}`}`, { body: LAYER });
  }

  function putManifest(content: Buffer, reference = 'broken'): Promise<Response> {
    return ask('PUT', `/v2/models/manifests/${reference}`, { body: content });
  }
});

function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

function locationOf(answer: Response): string {
  return answer.headers.get('location') ?? 'nowhere';
}

function manifestOf(config: Buffer, ...layers: readonly Buffer[]): Buffer {
  const described = (content: Buffer, mediaType: string) => ({
    mediaType,
    digest: sha256(content),
    size: content.length,
  });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: DOCKER_MANIFEST,
      config: described(config, 'application/vnd.docker.container.image.v1+json'),
      layers: layers.map((layer) => described(layer, 'application/vnd.docker.image.rootfs.diff.tar.gzip')),
    }),
  );
}
