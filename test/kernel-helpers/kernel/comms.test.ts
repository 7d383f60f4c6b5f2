import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BRIDGE } from './support/bridge-in-cell';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** Opens a comm whose messages are handled by `handler`, code for a cell that ends by an interrupt. Returns the cell. */
async function openFromInterruptedCell(commId: string, handler: string): Promise<string> {
  const cell = kernel.startExecution(
    `${BRIDGE}.registerCommTarget('${commId}', (comm: any) => { comm.onMessage = ${handler}; });
    console.log('registered');
    await new Promise(() => {});`,
  );
  await kernel.waitFor(({ parentId, type }) => parentId === cell && type === 'stream');
  await kernel.request('control', 'interrupt_request', {});
  expect((await kernel.executionOf(cell)).error).toMatchObject({ ename: 'Interrupted' });
  const opening = kernel.send('shell', 'comm_open', { comm_id: commId, target_name: commId, data: {} });
  await kernel.waitForIdle(opening);
  return cell;
}

const send = (commId: string, data = {}): string => kernel.send('shell', 'comm_msg', { comm_id: commId, data });

const waitForAnswer = async (id: string): Promise<unknown> =>
  (await kernel.waitFor(({ type, parentId }) => type === 'comm_msg' && parentId === id)).content.data;

test('a message for an unknown comm is answered by closing that comm', async () => {
  const id = send('gone');

  const closed = await kernel.waitFor(({ type, parentId }) => type === 'comm_close' && parentId === id);
  await kernel.waitForIdle(id);

  expect(closed.content).toEqual({ comm_id: 'gone', data: {} });
});

test('a comm without a target is closed once, also where the front end sent its first message before it knew', async () => {
  const opening = kernel.send('shell', 'comm_open', { comm_id: 'refused', target_name: 'nobody', data: {} });
  const crossing = send('refused');
  await kernel.waitForIdle(crossing);
  const later = send('refused');

  await kernel.waitFor(({ type, parentId }) => type === 'comm_close' && parentId === later);
  const closings = kernel.receivedSoFar(({ type, content }) => type === 'comm_close' && content.comm_id === 'refused');
  expect(closings.map(({ parentId }) => parentId)).toEqual([opening, later]);
});

test('messages are handled although the cell that registered their handler was interrupted', async () => {
  const cell = await openFromInterruptedCell(
    'later',
    `async (message: any) => {
      await null;
      console.log('handles');
      message.answer({ signals: [message.signal.aborted, ${BRIDGE}.signal.aborted] });
    }`,
  );

  const ids = [send('later'), send('later')];

  for (const id of ids) expect(await waitForAnswer(id)).toEqual({ signals: [false, false] });
  expect((await kernel.executionOf(cell)).stdout).toBe('registered\nhandles\nhandles\n');
});

test.each([
  ['awaits', 'await new Promise(() => {});'],
  ['is busy', 'for (;;);'],
  ['is busy later on', 'await new Promise((done) => setTimeout(done, 5)); for (;;);'],
])('an interrupt aborts the signal of a message whose handler %s, and the next is handled', async (name, code) => {
  const commId = name.replaceAll(' ', '-');
  await openFromInterruptedCell(
    commId,
    `async (message: any) => {
      if (message.data.next) return message.answer({ next: message.signal.aborted });
      message.signal.addEventListener('abort', () => message.answer({ reason: message.signal.reason.message }));
      console.log('handles ${name}');
      ${code}
    }`,
  );

  const id = send(commId);
  await kernel.waitFor(({ content }) => content.text === `handles ${name}\n`);
  await kernel.request('control', 'interrupt_request', {});

  expect(await waitForAnswer(id)).toEqual({ reason: 'The cell was interrupted.' });
  await kernel.waitForIdle(id);
  expect(await waitForAnswer(send(commId, { next: true }))).toEqual({ next: false });
});

test('messages of one comm are handled in the order of their arrival, from its opening to its end', async () => {
  const { published } = await kernel.execute(
    `${BRIDGE}.registerCommTarget('ordered', (comm: any) => {
      console.log('opened');
      comm.onMessage = ({ data }: any) => console.log(data.n);
      comm.onClose = () => console.log('closed');
    });`,
  );
  const cell = published[0]?.parentId ?? '';

  kernel.send('shell', 'comm_open', { comm_id: 'o', target_name: 'ordered', data: {} });
  for (const n of [1, 2, 3]) send('o', { n });
  const end = kernel.send('shell', 'comm_close', { comm_id: 'o', data: {} });
  await kernel.waitForIdle(end);

  expect((await kernel.executionOf(cell)).stdout).toBe('opened\n1\n2\n3\nclosed\n');
});
