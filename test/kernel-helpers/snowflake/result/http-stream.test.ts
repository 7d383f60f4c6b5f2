import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PlatformError } from 'kernel-helpers/errors';
import { streamWithRetries } from 'kernel-helpers/snowflake/result/http-stream';

const FILE = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const BROKEN_AT = 100_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    answers[Math.min(requests.length, answers.length - 1)](request, response);
    requests.push(request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/chunk?signature=key`);
  return { url, requests };
}

function download(url: URL, signal = new AbortController().signal) {
  const refuse = ({ status, body }: { readonly status: number; readonly body: Buffer }) =>
    new PlatformError(`refused with ${status}: ${body}`);
  return streamWithRetries(url, { headers: { 'x-key': 'k' }, signal, silenceSeconds: 0.3, refuse });
}

async function readAll(url: URL, signal?: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of download(url, signal)) parts.push(part);
  return Buffer.concat(parts);
}

const breaksOff: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': FILE.length });
  response.write(FILE.subarray(0, BROKEN_AT), () => response.destroy());
};
const fallsSilent: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': FILE.length }).write(FILE.subarray(0, BROKEN_AT));
};
const isBusy: Answer = (_, response) => response.writeHead(503).end();
const sendsAll: Answer = (_, response) => response.end(FILE);
const sendsRest: Answer = ({ headers }, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? 'bytes=0-')?.[1]);
  response.writeHead(206).end(FILE.subarray(from));
};

describe('a file that is downloaded as it comes', () => {
  test.each<[string, Answer, Answer]>([
    ['breaks off, and the server sends the rest', breaksOff, sendsRest],
    ['breaks off, and the server sends all of it again', breaksOff, sendsAll],
    ['falls silent', fallsSilent, sendsRest],
    ['is not there yet, because the server is busy', isBusy, sendsAll],
  ])('is whole where it %s', async (_, first, second) => {
    const { url, requests } = await serve(first, second);

    expect((await readAll(url)).equals(FILE)).toBe(true);
    expect(requests.map(({ headers }) => headers['x-key'])).toEqual(['k', 'k']);
  });

  test('is not silent where its bytes came while this thread was busy', async () => {
    const { url, requests } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': FILE.length }).write(FILE.subarray(0, -1000));
      setTimeout(() => {
        response.end(FILE.subarray(-1000));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
      }, 50);
    });

    expect((await readAll(url)).equals(FILE)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  test('comes packed as the server packs it', async () => {
    const packed = gzipSync(FILE);
    const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));

    expect((await readAll(url)).equals(packed)).toBe(true);
  });

  test('is followed to where it has moved, with the headers that open it', async () => {
    const there = await serve(sendsAll);
    const here = await serve((_, response) => response.writeHead(307, { location: String(there.url) }).end());

    expect((await readAll(here.url)).equals(FILE)).toBe(true);
    expect(there.requests.map(({ headers }) => headers['x-key'])).toEqual(['k']);
  });

  test('is not followed in circles', async () => {
    const { url, requests } = await serve((_, response) => response.writeHead(302, { location: '/chunk' }).end());

    await expect(readAll(url)).rejects.toThrow('refused with 302');
    expect(requests).toHaveLength(6);
  });

  test('is refused by the first answer that has no part of it', async () => {
    const { url, requests } = await serve((_, response) => response.writeHead(403).end('<Code>AccessDenied</Code>'));

    await expect(readAll(url)).rejects.toThrow('refused with 403: <Code>AccessDenied</Code>');
    expect(requests).toHaveLength(1);
  });

  test('ends at the server, too, when the reader stops', async () => {
    const { url, requests } = await serve(fallsSilent);
    for await (const part of download(url)) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }

    await closed(requests[0]);
  });

  test('ends at the server, too, when the reader is told to stop', async () => {
    const { url, requests } = await serve(fallsSilent);
    const stop = new AbortController();
    const reading = readAll(url, stop.signal);
    while (requests.length === 0) await delay(5);
    stop.abort(new Error('asked to stop'));

    await expect(reading).rejects.toThrow('asked to stop');
    await closed(requests[0]);
  });
});

async function closed({ socket }: IncomingMessage): Promise<void> {
  // Not `once` of node:events, which fails where the connection is reset.
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
}
