import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { KernelSockets } from '../../../kernel-helpers/kernel/io-thread/sockets';
import { freeConnection } from './support/kernel-client';

test('a kernel starts even when another program uses one of its ports for a moment', async () => {
  const connection = await freeConnection();
  const other = createServer().listen(connection.control_port, '127.0.0.1');
  await once(other, 'listening');

  let isBound = false;
  const bound = KernelSockets.bind(connection).then((sockets) => {
    isBound = true;
    return sockets;
  });
  await delay(300);
  expect(isBound).toBe(false);
  other.close();

  await (await bound).close();
});
