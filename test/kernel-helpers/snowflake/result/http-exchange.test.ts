import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { untilAvailable } from 'kernel-helpers/snowflake/result/http-attempts';
import { exchange } from 'kernel-helpers/snowflake/result/http-exchange';

const SILENCE_SECONDS = 0.4;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Asks a server whose answers a test writes, one function for each attempt; the last one is for all further. */
async function get(...answers: readonly ((response: ServerResponse) => unknown)[]) {
  let attempts = 0;
  const server = createServer((_request, response) => {
    answers[Math.min(attempts, answers.length - 1)](response);
    attempts += 1;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/chunk?signature=key`);
  const options = { headers: {}, signal: new AbortController().signal, silenceSeconds: SILENCE_SECONDS };
  const outcome = await untilAvailable(options.signal, () => exchange(url, options)).then(
    ({ body }) => body.toString(),
    ({ message }: Error) => message,
  );
  return { outcome, attempts, host: url.host };
}

const isSilent = (response: ServerResponse) => response.writeHead(200).write('a');
const isWhole = (response: ServerResponse) => response.end('abc');

describe('a request whose answer is read at once', () => {
  test('takes as long as its bytes keep coming', async () => {
    const { outcome, attempts } = await get(async (response) => {
      for (const letter of 'abcdefgh') {
        response.write(letter);
        await delay(SILENCE_SECONDS * 250);
      }
      response.end();
    });

    expect({ outcome, attempts }).toEqual({ outcome: 'abcdefgh', attempts: 1 });
  });

  test('is made again when no byte comes any more', async () => {
    expect(await get(isSilent, isWhole)).toMatchObject({ outcome: 'abc', attempts: 2 });
    expect(await get(() => undefined, isWhole)).toMatchObject({ outcome: 'abc', attempts: 2 });
  });

  test('fails after some attempts, and names the host without its signature', async () => {
    const { outcome, attempts, host } = await get(isSilent);

    expect(attempts).toBe(6);
    expect(outcome).toBe(
      `${host} cannot be reached. Check that network, proxy and firewall let this host through, and run it again.`,
    );
  });

  test('may be empty', async () => {
    expect(await get((response) => response.end())).toMatchObject({ outcome: '', attempts: 1 });
  });
});
