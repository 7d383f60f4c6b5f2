import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HostLine, type LineEvent } from 'container/training/line/host-line';
import { writeLineMessage } from 'container/training/line/line-message';
import { END } from 'container/training/script-steps';
import { findFreePort } from '../../../support/free-port';
import { until } from '../../../support/until';

const HOSTS = ['algo-1', 'algo-2'];

const open: { close(): void }[] = [];
afterEach(() => {
  for (const thing of open.splice(0)) thing.close();
});

async function openLine(host: string, leaderPort: number): Promise<{ line: HostLine; events: LineEvent[] }> {
  const events: LineEvent[] = [];
  const addresses = Object.fromEntries(HOSTS.map((name) => [name, '127.0.0.1']));
  const options = { host, hosts: HOSTS, addresses, leaderPort, silenceMilliseconds: 60_000 };
  const line = await HostLine.open(options, (event) => events.push(event));
  open.push(line);
  return { line, events };
}

/** Another host as this one sees it: a connection. */
async function joinAsFollower(leaderPort: number): Promise<Socket> {
  const socket = connect(leaderPort, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(writeLineMessage({ kind: 'hello', host: 'algo-2', port: 1 }));
  return socket;
}

describe('a host that ends its work', () => {
  test('stays until the other host has read its farewell, which may be late', async () => {
    let bytes = '';
    let leaderSide: Socket | undefined;
    const errors: Error[] = [];
    const leader = createServer((socket) => {
      socket.setEncoding('utf8').on('error', (error) => errors.push(error));
      // So long it is too busy to read, but its signs of life still go out.
      socket.pause();
      leaderSide = socket;
    });
    leader.listen(0, '127.0.0.1');
    await once(leader, 'listening');
    open.push(leader);
    const address = leader.address();
    const { line } = await openLine('algo-2', typeof address === 'object' && address !== null ? address.port : 0);
    await until(() => leaderSide !== undefined);
    let hasLeft = false;

    const leaving = line.leave().then(() => {
      hasLeft = true;
    });
    for (let beat = 0; beat < 5; beat += 1) {
      leaderSide?.write(writeLineMessage({ kind: 'alive', words: { lastLine: '', megabytes: 1 } }));
      await delay(20);
    }

    expect({ errors, hasLeft }).toEqual({ errors: [], hasLeft: false });
    leaderSide
      ?.on('data', (text: string) => {
        bytes += text;
      })
      .resume();
    await leaving;
    expect(bytes).toContain(writeLineMessage({ kind: 'bye', host: 'algo-2' }));
  });

  test.each([
    ['has left where its script has ended', END, { kind: 'left', host: 'algo-2' }],
    ['is lost in the middle of its script', 'train()', { kind: 'lost', host: 'algo-2' }],
  ] as const)('without a farewell %s', async (_what, name, event) => {
    const port = await findFreePort();
    const { line, events } = await openLine('algo-1', port);
    const taken = { host: 'algo-2', number: 1, name, given: {} };
    const follower = await joinAsFollower(port);
    await line.gathered();
    line.announce(HOSTS, 1);
    follower.write(writeLineMessage({ kind: 'step', generation: 0, step: taken }));
    await until(() => events.length === 1);

    follower.destroy();

    await until(() => events.length === 2);
    expect(events[1]).toMatchObject(event);
  });
});
