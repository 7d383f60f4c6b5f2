import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pushLayers } from 'kernel-helpers/sagemaker/image/push-layers';
import { pullBlob, pushBlob } from 'kernel-helpers/sagemaker/image/registry/blob';
import { fetchManifest, readManifest } from 'kernel-helpers/sagemaker/image/registry/manifest';
import { Registry } from 'kernel-helpers/sagemaker/image/registry/registry';
import type { ProgressLine, Surroundings } from 'kernel-helpers/surroundings';
import { quietly } from 'kernel-helpers/surroundings';
import {
  type Fault,
  type ImageRegistry,
  type ImageRegistryOptions,
  sha256,
  startImageRegistry,
} from '../../../support/image-registry';
import { addBaseImage, BASE_REPOSITORY } from './support/small-container';

const LOGIN = 'AWS:a token of the test';
const BASIC = `Basic ${Buffer.from(LOGIN).toString('base64')}`;
const LAYER = Buffer.from('the bytes of a layer '.repeat(40_000));
const DIGEST = sha256(LAYER);

let server: ImageRegistry;
let interrupt: AbortController;
beforeEach(async () => {
  interrupt = new AbortController();
  server = await startImageRegistry({ login: LOGIN });
});
afterEach(() => server.close());

async function restart(options: ImageRegistryOptions): Promise<void> {
  await server.close();
  server = await startImageRegistry(options);
}

const client = (more: { readonly silenceSeconds?: number; readonly basic?: string } = {}) =>
  new Registry({ url: new URL(server.url), basic: BASIC, signal: interrupt.signal, ...more });
const pull = (registry = client()) => pullBlob(registry, 'some/image', { digest: DIGEST, size: LAYER.length });
const push = (registry = client()) => pushBlob(registry, 'some/image', DIGEST, LAYER);
const methods = () => server.seen.map(({ method }) => method);

/** Does wrong what a method asks for, so many times; afterwards everything is right. */
function failing(method: string, times: number, wrong: Fault): Fault {
  let left = times;
  return (request, response) => {
    if (request.method !== method || left === 0) return false;
    left -= 1;
    return wrong(request, response);
  };
}

const cut: Fault = (_request, response) => {
  response.writeHead(200, { 'content-length': LAYER.length });
  response.write(LAYER.subarray(0, 1000), () => response.destroy());
  return true;
};
const answerWith =
  (status: number, body: string | Buffer = ''): Fault =>
  (_request, response) => {
    response.writeHead(status).end(body);
    return true;
  };
const silent: Fault = () => true;

describe('a layer that is downloaded', () => {
  test.each<[string, Fault]>([
    ['the connection is cut in the middle', cut],
    ['other bytes come', answerWith(200, Buffer.from(LAYER).fill(0, 0, 1))],
    ['too many bytes come', answerWith(200, Buffer.concat([LAYER, LAYER]))],
    ['the registry is busy', answerWith(503)],
    ['the registry asks for patience', answerWith(429)],
    ['nothing comes', silent],
  ])('is asked for again where %s', async (_what, wrong) => {
    server.addBlob('some/image', LAYER);
    server.fault = failing('GET', 1, wrong);

    expect(sha256(await pull(client({ silenceSeconds: 1 })))).toBe(DIGEST);
    expect(methods()).toEqual(['GET', 'GET']);
  });

  test('is given up after three more tries, with the reason', async () => {
    server.addBlob('some/image', LAYER);
    server.fault = answerWith(503, '{"errors":[{"code":"UNAVAILABLE","message":"the disk is full"}]}');

    await expect(pull()).rejects.toMatchObject({
      kind: 'platform',
      reason: 'unavailable',
      message: `${server.host} cannot answer now (HTTP 503). the disk is full Wait a little and run it again.`,
    });
    expect(methods()).toHaveLength(4);
  });

  test('may be kept elsewhere, and then no login goes there', async () => {
    const headers: (string | undefined)[] = [];
    const storage = await startStorage(headers);
    await restart({ login: LOGIN, storage: `http://127.0.0.1:${(storage.address() as AddressInfo).port}` });
    server.addBlob('some/image', LAYER);

    const content = await pull().finally(() => storage.close());

    expect(sha256(content)).toBe(DIGEST);
    expect(headers).toEqual([undefined]);
  });

  test('is not looked for without end', async () => {
    server.fault = (_request, response) => {
      response.writeHead(307, { location: '/v2/some/image/blobs/next' }).end();
      return true;
    };

    await expect(pull()).rejects.toMatchObject({ reason: 'unreadable-answer' });
  });

  test.each<[number, string, object]>([
    [401, '', { kind: 'user', reason: 'not-signed-in', message: expect.stringContaining('Sign in to AWS again') }],
    [
      403,
      'User: arn:aws:iam::123456789012:user/me is not authorized to perform: ecr:InitiateLayerUpload on resource: x',
      {
        kind: 'user',
        reason: 'not-authorised',
        message: expect.stringMatching(/^(?!.*123456789012).*permission ecr:InitiateLayerUpload is missing/),
      },
    ],
    [404, 'repository name not known to registry', { kind: 'user', reason: 'not-found' }],
    [
      400,
      'manifest invalid',
      { kind: 'user', reason: 'refused', message: expect.stringContaining('manifest invalid') },
    ],
  ])('that the registry refuses with %d is not asked for again', async (status, message, error) => {
    server.fault = answerWith(status, JSON.stringify({ errors: [{ code: 'DENIED', message }] }));

    await expect(pull()).rejects.toMatchObject(error);
    expect(methods()).toHaveLength(1);
  });
});

test('a registry that asks for a login of its own is told apart, with what to do', async () => {
  const anonymous = new Registry({ url: new URL(server.url), signal: interrupt.signal });

  await expect(pull(anonymous)).rejects.toMatchObject({
    reason: 'not-signed-in',
    message: expect.stringMatching(/asks for a login.* name the copy with the option base/),
  });
});

describe('a layer that is sent', () => {
  test.each<[string, string, Fault]>([
    ['the connection is cut', 'PATCH', (_request, response) => Boolean(response.destroy())],
    ['the registry fails at the end', 'PUT', answerWith(500)],
    [
      'the registry has stored other bytes',
      'PUT',
      (_request, response) => Boolean(response.writeHead(201, { 'docker-content-digest': sha256('other') }).end()),
    ],
  ])('is sent again from its start where %s', async (_what, method, wrong) => {
    server.fault = failing(method, 1, wrong);

    await push();

    expect(server.links.has(`some/image@${DIGEST}`)).toBe(true);
    expect(methods().filter((one) => one === 'POST')).toHaveLength(2);
  });

  test('ends where it is interrupted, and is not sent again', async () => {
    server.fault = (request) => {
      if (request.method !== 'PATCH') return false;
      interrupt.abort();
      return true;
    };

    await expect(push()).rejects.toMatchObject({ name: 'AbortError' });
    expect(methods()).toEqual(['POST', 'PATCH']);
  });

  test('gives no login to another host that the registry names', async () => {
    const headers: (string | undefined)[] = [];
    const storage = await startStorage(headers);
    const location = `http://127.0.0.1:${(storage.address() as AddressInfo).port}/upload`;
    server.fault = (request, response) =>
      request.method === 'POST' && Boolean(response.writeHead(202, { location }).end());

    await push().finally(() => storage.close());

    expect(headers).toEqual([undefined, undefined]);
  });
});

describe('layers of a base image in the same registry', () => {
  const send = async (surroundings: Surroundings = quietly(interrupt.signal)) => {
    const own = { registry: client(), repositoryUri: 'none', repository: 'own/image', registryOf: () => client() };
    const layer = { title: 'the base image', digest: DIGEST, size: LAYER.length, from: 'some/image' };
    let asked = 0;
    const content = async (): Promise<Uint8Array> => {
      asked += 1;
      return LAYER;
    };
    await pushLayers(own, [{ ...layer, content }], surroundings);
    return asked;
  };

  test('are shared with its repository where the registry can do it', async () => {
    await restart({ login: LOGIN, mounts: true });
    server.addBlob('some/image', LAYER);

    expect(await send()).toBe(0);
    expect(server.links.has(`own/image@${DIGEST}`)).toBe(true);
    expect(methods()).toEqual(['HEAD', 'POST']);
  });

  test.each<[string, Fault | undefined]>([
    ['does not do it', undefined],
    ['denies it', answerWith(403)],
    ['does not know it', answerWith(404)],
  ])('are sent where the registry %s', async (_what, wrong) => {
    server.addBlob('some/image', LAYER);
    if (wrong !== undefined) {
      server.fault = (request, response) => request.query.has('mount') && wrong(request, response);
    }

    expect(await send()).toBe(1);
    expect(server.links.has(`own/image@${DIGEST}`)).toBe(true);
  });

  test('show how far each has come, and leave no line', async () => {
    const lines: { title: string; reports: string[]; isClosed: boolean }[] = [];
    const progress = (title: string): ProgressLine => {
      const line = { title, reports: [] as string[], isClosed: false };
      lines.push(line);
      return {
        report: (text) => void line.reports.push(text),
        close: (text) => {
          line.isClosed = text === undefined;
        },
      };
    };

    await send({ ...quietly(interrupt.signal), progress });

    expect(lines).toMatchObject([{ title: 'Pushing the base image', isClosed: true }]);
    expect(lines[0].reports.at(0)).toBe('sent 0.3 of 0.8 MB');
    expect(lines[0].reports.at(-1)).toBe('sent 0.8 of 0.8 MB');
  });
});

describe('a base image', () => {
  const read = async (name: { readonly repository: string; readonly digest: string }) => {
    const get = (digest: string) => fetchManifest(client(), name.repository, digest);
    return await readManifest(get, { host: server.host, ...name });
  };

  test('is read for SageMaker’s processors, whatever else its index holds', async () => {
    const digest = addBaseImage(server).replace(/^.*@/, '');

    expect((await read({ repository: BASE_REPOSITORY, digest })).layers).toHaveLength(2);
  });

  test.each([
    [
      'for other processors alone',
      { manifests: [{ ...descriptor(), platform: { os: 'linux', architecture: 'arm64' } }] },
    ],
    ['whose layers are compressed otherwise', { config: descriptor(), layers: [descriptor('tar+zstd')] }],
    ['without layers', { config: descriptor(), layers: [] }],
  ])('%s is refused', async (_what, content) => {
    const digest = server.addManifest('some/image', '1', 'application/json', Buffer.from(JSON.stringify(content)));

    await expect(read({ repository: 'some/image', digest })).rejects.toMatchObject({ kind: 'user' });
  });

  test('whose manifest is another one than the named one is refused', async () => {
    server.fault = answerWith(200, '{"layers":[]}');

    await expect(read({ repository: 'some/image', digest: DIGEST })).rejects.toMatchObject({
      kind: 'platform',
      reason: 'unreadable-answer',
    });
  });
});

function descriptor(form = 'tar+gzip') {
  return { mediaType: `application/vnd.oci.image.layer.v1.${form}`, digest: DIGEST, size: 1 };
}

async function startStorage(headers: (string | undefined)[]): Promise<Server> {
  const storage = createServer((request, response) => {
    headers.push(request.headers.authorization);
    request.resume();
    request.on('end', () => response.writeHead(200, { location: '/next' }).end(LAYER));
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
  return storage;
}
