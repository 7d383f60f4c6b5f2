import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { version } from '../../../kernel-helpers/package.json';
import { KernelClient } from './support/kernel-client';

/** A service that takes calls and never answers. */
const calls = new Set<Socket>();
const service = createServer((call) => {
  calls.add(call);
  call
    .on('close', () => calls.delete(call))
    .on('error', () => undefined)
    .resume();
});
let kernel: KernelClient;
let commId: string;

beforeAll(async () => {
  await once(service.listen(0, '127.0.0.1'), 'listening');
  const { port } = service.address() as AddressInfo;
  kernel = await KernelClient.start({
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
});
afterAll(async () => {
  await kernel.close();
  for (const call of calls) call.destroy();
  service.close();
});

beforeEach(async () => {
  commId = randomUUID();
  const opening = kernel.send('shell', 'comm_open', { comm_id: commId, target_name: 'tables-and-jobs', data: {} });
  await kernel.waitForIdle(opening);
});

const ask = (method: string, params = {}): string => {
  const id = randomUUID();
  kernel.send('shell', 'comm_msg', { comm_id: commId, data: { id, method, params } });
  return id;
};

const answerTo = async (id: string): Promise<unknown> =>
  (await kernel.waitFor(({ type, content }) => type === 'comm_msg' && Object(content.data).id === id)).content.data;

/** The next call of the service. */
const nextCall = async (): Promise<Socket> => {
  const [call] = await once(service, 'connection');
  return call as Socket;
};

test('the sidebar is answered before any cell has run, in any folder', async () => {
  const hello = await kernel.waitFor(({ type, content }) => type === 'comm_msg' && content.comm_id === commId);

  const { pid: processId } = kernel.process;
  expect(hello.content.data).toEqual({
    hello: { protocol: 1, kernel: { name: 'kernel-helpers', version }, processId },
  });
  expect(await answerTo(ask('dance'))).toMatchObject({
    error: { kind: 'user', message: expect.stringContaining('does not know the method dance') },
  });
});

test('the kernel is idle while it works for the sidebar, and an interrupt of a cell does not reach that work', async () => {
  const called = nextCall();
  const id = ask('jobs', { kind: 'training' });
  const call = await called;

  const cell = kernel.startExecution("console.log('started'); await new Promise(() => {});");
  await kernel.waitFor(({ parentId, type }) => parentId === cell && type === 'stream');
  await kernel.request('control', 'interrupt_request', {});
  expect((await kernel.executionOf(cell)).error).toMatchObject({ ename: 'Interrupted' });
  const first = await answerTo(ask('dance'));
  const wasOpen = !call.closed;
  kernel.send('shell', 'comm_msg', { comm_id: commId, data: { id, cancel: true } });

  expect(first).toMatchObject({ error: {} });
  expect(wasOpen).toBe(true);
  expect(await answerTo(id)).toMatchObject({ id, error: { reason: 'interrupted' } });
});

test('work for the sidebar ends when the page closes its comm', async () => {
  const called = nextCall();
  ask('jobs', { kind: 'training' });
  const ended = once(await called, 'close');

  kernel.send('shell', 'comm_close', { comm_id: commId, data: {} });

  await ended;
});

test('what the work for the sidebar prints appears in no cell', async () => {
  const cell = await kernel.execute(
    `const { hasOwn } = Object;
    Object.hasOwn = (value, key) => {
      if (key === 'print') { console.log('printed'); Promise.reject(new Error('failed')); }
      return hasOwn(value, key);
    };`,
  );
  await answerTo(ask('print'));

  for (const text of ['printed', 'Error: failed']) {
    const { parentId } = await kernel.waitFor(({ content }) => String(content.text).includes(text));
    expect(parentId).not.toBe(cell.published[0]?.parentId);
  }
});

test('a request that is busy for ever is answered with an error when the kernel is interrupted', async () => {
  await kernel.execute(
    `const before = Object.hasOwn;
    Object.hasOwn = (value, key) => { if (key === 'spin') { console.log('spins'); for (;;); } return before(value, key); };`,
  );
  const id = ask('spin');
  await kernel.waitFor(({ content }) => content.text === 'spins\n');
  await kernel.request('control', 'interrupt_request', {});

  expect(await answerTo(id)).toMatchObject({ id, error: { reason: 'interrupted' } });
  expect(await answerTo(ask('dance'))).toMatchObject({ error: { kind: 'user' } });
});

test.each([
  ['killed', () => void kernel.process.kill('SIGKILL')],
  ['told to restart', () => void kernel.send('control', 'shutdown_request', { restart: true })],
])('a kernel that was %s and runs again closes the comm of before, and answers a new one', async (_how, end) => {
  const exited = once(kernel.process, 'exit');
  end();
  await exited;
  await kernel.startAgain();

  const late = kernel.send('shell', 'comm_msg', { comm_id: commId, data: { alive: true } });
  const closed = await kernel.waitFor(({ type, parentId }) => type === 'comm_close' && parentId === late);
  commId = randomUUID();
  kernel.send('shell', 'comm_open', { comm_id: commId, target_name: 'tables-and-jobs', data: {} });
  const hello = await kernel.waitFor(({ type, content }) => type === 'comm_msg' && content.comm_id === commId);

  expect(closed.content).toMatchObject({ data: {} });
  expect(hello.content.data).toMatchObject({ hello: { processId: kernel.process.pid } });
});
