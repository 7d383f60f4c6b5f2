import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { version } from '../../../kernel-helpers/package.json';
import { BRIDGE } from './support/bridge-in-cell';
import { gateInCell } from './support/gate-in-cell';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

describe('a comm', () => {
  test('carries data and binary buffers both ways', async () => {
    await kernel.execute(
      `${BRIDGE}.registerCommTarget('echo', (comm: any, opening: any) => {
        comm.send({ opened: opening.data.name });
        comm.onMessage = ({ data, buffers }: any) => comm.send({ sum: data.a + data.b }, { buffers: buffers.map((b: any) => b.map((x: number) => x + 1)) });
        comm.onClose = () => console.log('closed by the front end');
      });`,
    );

    const opening = kernel.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'echo', data: { name: 'x' } });
    const opened = await kernel.waitFor(({ type, content }) => type === 'comm_msg' && content.comm_id === 'c1');
    kernel.send('shell', 'comm_msg', { comm_id: 'c1', data: { a: 2, b: 3 } }, [Buffer.from([1, 2, 3])]);
    const answer = await kernel.waitFor(({ type, buffers }) => type === 'comm_msg' && buffers.length > 0);
    const info = await kernel.request('shell', 'comm_info_request', { target_name: 'echo' });
    kernel.send('shell', 'comm_close', { comm_id: 'c1', data: {} });
    await kernel.waitFor(({ content }) => content.text === 'closed by the front end\n');

    expect(opened.content.data).toEqual({ opened: 'x' });
    expect(opened.parentId).toBeDefined();
    expect(answer.content.data).toEqual({ sum: 5 });
    expect([...(answer.buffers[0] ?? [])]).toEqual([2, 3, 4]);
    expect(info.comms).toEqual({ c1: { target_name: 'echo' } });
    await kernel.waitForIdle(opening);
  });

  test('of an unknown target is closed at once', async () => {
    kernel.send('shell', 'comm_open', { comm_id: 'c2', target_name: 'nobody', data: {} });

    const closed = await kernel.waitFor(({ type }) => type === 'comm_close');
    expect(closed.content.comm_id).toBe('c2');
  });

  test('can be opened by a cell', async () => {
    const { published } = await kernel.execute(`${BRIDGE}.openComm('anywidget', { state: 1 });`);

    const opened = published.find(({ type }) => type === 'comm_open');
    expect(opened?.content).toMatchObject({ target_name: 'anywidget', data: { state: 1 } });
  });
});

describe('input', () => {
  test('asks the client and returns what was typed', async () => {
    const asking = kernel.startExecution(`await ${BRIDGE}.input('Name? ', { password: true })`, { allow_stdin: true });

    const request = await kernel.waitFor(({ type }) => type === 'input_request');
    kernel.send('stdin', 'input_reply', { value: 'Ada' });
    const { result } = await kernel.executionOf(asking);

    expect(request.content).toEqual({ prompt: 'Name? ', password: true });
    expect(result).toEqual({ 'text/plain': "'Ada'" });
  });

  test('fails with advice when the client cannot ask', async () => {
    const { error } = await kernel.execute(`await ${BRIDGE}.input('Name? ')`);

    expect(error).toMatchObject({
      ename: 'UserError',
      evalue: 'This front end cannot ask questions. Give the value in the cell, or run it in JupyterLab.',
    });
  });

  test('can be interrupted while it waits', async () => {
    const asking = kernel.startExecution(`await ${BRIDGE}.input('again? ')`, { allow_stdin: true });
    await kernel.waitFor(({ type, content }) => type === 'input_request' && content.prompt === 'again? ');

    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(asking)).error).toMatchObject({ ename: 'Interrupted' });
  });
});

describe('a message', () => {
  test.each([
    ['without a delimiter', [Buffer.from('nonsense')]],
    ['with a wrong signature', ['<IDS|MSG>', 'bad', '{}', '{}', '{}', '{}'].map((text) => Buffer.from(text))],
    ['with too few frames', ['<IDS|MSG>', 'bad', '{}'].map((text) => Buffer.from(text))],
  ])('%s is dropped, and the kernel goes on', async (_name, frames) => {
    for (const channel of ['shell', 'control', 'stdin'] as const) kernel.sendFrames(channel, frames);

    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });
});

describe('the kernel', () => {
  test('describes itself, and says that it has a debugger and no subshells', async () => {
    const info = await kernel.request('shell', 'kernel_info_request', {});

    expect(info).toMatchObject({ implementation: 'kernel-helpers', debugger: true, supported_features: ['debugger'] });
    expect(info.implementation_version).toBe(version);
    expect(info.language_info).toMatchObject({ name: 'typescript', version: expect.stringMatching(/^5\.9/) });
  });

  test('answers completion with kinds, and inspection, while a cell awaits', async () => {
    await kernel.execute('/** Doubles a number. */\nfunction double(value: number) { return value * 2; }');
    const gate = await gateInCell(kernel);
    const waiting = kernel.startExecution(`${gate.wait} 1`);

    const completion = await kernel.request('shell', 'complete_request', { code: 'dou', cursor_pos: 3 });
    const inspection = await kernel.request('shell', 'inspect_request', { code: 'double(', cursor_pos: 6 });

    expect(completion.matches).toEqual(['double']);
    expect(completion.metadata).toMatchObject({ _jupyter_types_experimental: [{ text: 'double', type: 'function' }] });
    expect(inspection.data).toMatchObject({
      'text/markdown': '```typescript\nfunction double(value: number): number\n```\n\nDoubles a number.',
    });
    gate.open();
    expect((await kernel.executionOf(waiting)).result).toEqual({ 'text/plain': '1' });
  });

  test('reports busy again when it answered a request in the middle of a cell', async () => {
    const waiting = kernel.startExecution('await new Promise(() => {});');
    await kernel.request('shell', 'comm_info_request', {});
    await kernel.request('control', 'interrupt_request', {});
    const { published } = await kernel.executionOf(waiting);

    const states = published.map(({ content }) => content.execution_state).filter((state) => state !== undefined);
    expect(states).toEqual(['busy', 'busy', 'idle']);
  });
});
