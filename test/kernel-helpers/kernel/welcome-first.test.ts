import { expect, test } from '@jest/globals';
import { Subscriber } from 'zeromq';
import { KernelSockets } from '../../../kernel-helpers/kernel/io-thread/sockets';
import { freeConnection } from './support/kernel-client';

const DEADLINE_MS = 10_000;

test('a subscriber gets its welcome before a message that was sent when its subscription had just come', async () => {
  const connection = await freeConnection();
  const sockets = await KernelSockets.bind(connection);
  const loop = sockets.acceptSubscriptions((topic) => [Buffer.from(topic), Buffer.from('welcome')]);
  const subscriber = new Subscriber({ receiveTimeout: DEADLINE_MS });
  try {
    subscriber.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
    subscriber.subscribe('a topic');
    // libzmq's own threads bring the subscription here, and nothing of this program can see it before the send.
    const deadline = Date.now() + DEADLINE_MS;
    while (!sockets.iopub.readable && Date.now() < deadline);

    sockets.send('iopub', [Buffer.from('a topic'), Buffer.from('status')]);
    sockets.send('iopub', [Buffer.from('a topic'), Buffer.from('another status')]);

    expect(await subscriber.receive()).toEqual(['a topic', 'welcome'].map((text) => Buffer.from(text)));
  } finally {
    subscriber.close();
    await sockets.close();
    await loop;
  }
});
