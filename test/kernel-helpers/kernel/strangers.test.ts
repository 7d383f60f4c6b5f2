import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Request } from 'zeromq';
import { seededRandom } from '../../../kernel-helpers/src/dataset/seeded-random';
import { KernelClient } from './support/kernel-client';
import { STRANGERS, sendBytes } from './support/strangers';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute('let kept = 41;');
});
afterAll(() => kernel.close());

/** Sends requests on every channel, as Jupyter does. */
async function expectService(): Promise<void> {
  const heartbeat = new Request({ linger: 0, receiveTimeout: 5_000 });
  heartbeat.connect(`tcp://127.0.0.1:${kernel.ports.at(-1)}`);
  await heartbeat.send('are you there?');
  const [answer] = await heartbeat.receive();
  heartbeat.close();

  expect(String(answer)).toBe('are you there?');
  expect(await kernel.request('control', 'kernel_info_request', {})).toMatchObject({ status: 'ok' });
  expect((await kernel.execute('kept + 1')).result).toEqual({ 'text/plain': '42' });
}

describe('a kernel still serves its client after another program has sent to each of its ports', () => {
  test.each(Object.entries(STRANGERS))('%s', async (_name, stranger) => {
    for (const port of kernel.ports) await stranger(port);

    await expectService();
  });

  test('random bytes, two hundred times', async () => {
    const random = seededRandom(20_260_807);
    const bytes = () => Uint8Array.from({ length: 200 }, () => Math.floor(random() * 256));
    for (let turn = 0; turn < 40; turn += 1) await Promise.all(kernel.ports.map((port) => sendBytes([bytes()])(port)));

    await expectService();
  });

  test('nothing, by five hundred connections that stay open', async () => {
    const strangers = kernel.ports.flatMap((port) =>
      new Array(100).fill(sendBytes([Buffer.from([0xff])])).map((send) => send(port)),
    );
    await expectService();
    await Promise.all(strangers);
  });
});
