import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BRIDGE } from './support/bridge-in-cell';
import { gateInCell } from './support/gate-in-cell';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** What clients may ask: https://jupyter-client.readthedocs.io/en/stable/messaging.html */
const REQUESTS = [
  ['shell', 'kernel_info_request', {}],
  ['shell', 'execute_request', { code: '1' }],
  ['shell', 'complete_request', { code: 'con', cursor_pos: 3 }],
  ['shell', 'inspect_request', { code: 'console', cursor_pos: 3, detail_level: 0 }],
  ['shell', 'is_complete_request', { code: '1' }],
  ['shell', 'history_request', { hist_access_type: 'tail', n: 1, output: false, raw: true }],
  ['shell', 'comm_info_request', {}],
  ['shell', 'dance_request', {}],
  ['control', 'kernel_info_request', {}],
  ['control', 'interrupt_request', {}],
  ['control', 'debug_request', { seq: 7, type: 'request', command: 'debugInfo', arguments: {} }],
  ['control', 'create_subshell_request', {}],
  ['control', 'dance_request', {}],
] as const;

describe('the kernel', () => {
  test.each(REQUESTS)(
    'reports for each request on %s, such as %s, that it is busy, and at last that it is idle',
    async (channel, type, content) => {
      const id = kernel.send(channel, type, content);
      await kernel.waitFor((message) => message.parentId === id && message.channel === channel);
      await kernel.waitForIdle(id);

      const published = kernel.publishedFor(id).filter((message) => message.channel === 'iopub');
      const states = published.map((message) => message.content.execution_state);
      expect(published.every((message) => message.parentId === id)).toBe(true);
      expect(states.at(0)).toBe('busy');
      expect(states.at(-1)).toBe('idle');
      expect(states.filter((state) => state !== undefined)).toEqual(['busy', 'idle']);
    },
  );

  test.each(['create', 'delete', 'list'])('says to %s_subshell_request that it has no subshells', async (verb) => {
    const info = await kernel.request('shell', 'kernel_info_request', {});
    const reply = await kernel.request('control', `${verb}_subshell_request`, { subshell_id: 'a' });

    expect(info.supported_features).not.toContain('kernel subshells');
    expect(reply).toMatchObject({
      status: 'error',
      ename: 'UnknownRequest',
      evalue: `This kernel does not know ${verb}_subshell_request: it has no subshells.`,
    });
  });

  // The form of the Debug Adapter Protocol.
  test('says to a debugger that has not started what is missing', async () => {
    const reply = await kernel.request('control', 'debug_request', { seq: 7, type: 'request', command: 'attach' });

    expect(reply).toEqual({
      type: 'response',
      request_seq: 7,
      success: false,
      command: 'attach',
      message: 'The debugger is off. Send initialize before attach.',
      body: {},
    });
  });
});

describe('a signed message', () => {
  test('may have members that this kernel does not know', async () => {
    const reply = await kernel.request('shell', 'is_complete_request', { code: '1', since: 'version 9', more: [1] });

    expect(reply).toEqual({ status: 'complete' });
  });

  test.each([
    ['execute_request', '', 'execute_request was not understood. Invalid input: expected object, received string'],
    [
      'execute_request',
      '{}',
      'execute_request was not understood. code: Invalid input: expected string, received undefined',
    ],
    [
      'execute_request',
      '{"code":7,"silent":"no"}',
      expect.stringMatching(/code: .*number\. silent: .*expected boolean/),
    ],
    ['complete_request', '[]', expect.stringContaining('expected object, received array')],
    ['complete_request', '{"code":"a","cursor_pos":-1}', expect.stringContaining('cursor_pos: ')],
    ['inspect_request', 'null', expect.stringContaining('expected object, received null')],
    ['history_request', '{"hist_access_type":"all"}', expect.stringContaining('hist_access_type: ')],
    ['is_complete_request', '{"code', expect.stringContaining('expected object')],
  ])('%s with the content %p gets an error that says what is wrong', async (type, content, evalue) => {
    const id = kernel.sendText('shell', type, content);

    const reply = await kernel.waitFor(({ parentId, channel }) => parentId === id && channel === 'shell');
    await kernel.waitForIdle(id);

    expect(reply).toMatchObject({ type: type.replace('_request', '_reply') });
    expect(reply.content).toMatchObject({ status: 'error', ename: 'InvalidRequest', evalue });
  });

  test('that is not a request and cannot be understood is reported on stderr', async () => {
    const id = kernel.send('shell', 'comm_msg', { data: 3 });

    const told = await kernel.waitFor(({ parentId, type }) => parentId === id && type === 'stream');

    expect(told.content).toMatchObject({ name: 'stderr', text: expect.stringContaining('comm_id: ') });
  });
});

describe('cells that are executed with other options', () => {
  const tail = async (): Promise<unknown> => {
    const { history } = await kernel.request('shell', 'history_request', {
      hist_access_type: 'tail',
      n: 2,
      output: true,
    });
    return history;
  };

  test('are neither counted nor remembered with store_history: false, but are shown', async () => {
    const before = await kernel.execute('"counted"');
    const count = Number(before.reply.execution_count);
    const passing = await kernel.execute('"passing"', { store_history: false });
    const after = await kernel.execute('let next = 1;');

    expect(passing.result).toEqual({ 'text/plain': "'passing'" });
    expect(after.reply.execution_count).toBe(count + 1);
    expect(await tail()).toEqual([
      [1, count, ['"counted"', "'counted'"]],
      [1, count + 1, ['let next = 1;', null]],
    ]);
  });

  test('are distinguished from counted ones in stack traces', async () => {
    await kernel.execute('\n\nfunction uncounted(): never { throw new Error("here"); }', { store_history: false });
    const { error, reply } = await kernel.execute('uncounted()');

    const frames = String(error?.traceback).match(/Cell \[[^,)]*/g);
    expect(frames).toEqual(['Cell [ ]:3:37', `Cell [${reply.execution_count}]:1:1`]);
  });

  test('that are silent and fail do not stop the cells after them', async () => {
    const gate = await gateInCell(kernel);
    kernel.startExecution(`${gate.wait} throw new Error("quiet")`, { silent: true });
    const queued = kernel.startExecution('"goes on"');
    gate.open();
    const { result } = await kernel.executionOf(queued);

    expect(result).toEqual({ 'text/plain': "'goes on'" });
  });

  test('report their error only in the reply when they are silent', async () => {
    const { reply, published } = await kernel.execute('console.log("x"); throw new Error("quiet")', { silent: true });

    expect(reply).toMatchObject({ status: 'error', ename: 'Error', evalue: 'quiet' });
    expect(published.map(({ content }) => content.execution_state)).toEqual(['busy', 'idle']);
  });

  test('answer each user expression, even when others fail', async () => {
    const { reply } = await kernel.execute('const rooms = 3;', {
      user_expressions: {
        fine: 'rooms',
        thrown: '(() => { throw new RangeError("too many") })()',
        broken: 'rooms +',
        unseen: '({ [Symbol.for("Jupyter.display")]() { throw new Error("cannot be shown"); } })',
      },
    });

    expect(reply).toMatchObject({
      status: 'ok',
      user_expressions: {
        fine: { status: 'ok', data: { 'text/plain': '3' } },
        thrown: { status: 'error', ename: 'RangeError', evalue: 'too many' },
        broken: { status: 'error', ename: 'SyntaxError' },
        unseen: { status: 'error', evalue: 'cannot be shown' },
      },
    });
  });

  test('have no number when they were skipped after an error', async () => {
    const gate = await gateInCell(kernel);
    const failing = kernel.startExecution(`${gate.wait} throw new Error("stop")`);
    const skipped = kernel.startExecution('"never"');
    gate.open();
    await kernel.executionOf(failing);
    const { reply, published } = await kernel.executionOf(skipped);

    expect(reply).toEqual({ status: 'aborted' });
    expect(published.map(({ content }) => content.execution_state)).toEqual(['busy', 'idle']);
  });
});

describe('a comm', () => {
  test('is listed for its own target and no other', async () => {
    await kernel.execute(`${BRIDGE}.openComm('rooms', {}, { metadata: {} });`);
    const listed = async (content: { readonly target_name?: string }) =>
      Object.values((await kernel.request('shell', 'comm_info_request', content)).comms ?? {});

    expect(await listed({ target_name: 'rooms' })).toEqual([{ target_name: 'rooms' }]);
    expect(await listed({ target_name: 'houses' })).toEqual([]);
    expect(await listed({})).toEqual([{ target_name: 'rooms' }]);
  });
});

describe('a console', () => {
  test.each([
    ['function rooms() {', '  '],
    ['function rooms() {\n  if (true) {', '    '],
    ['const rooms = [\n  1,', '  '],
    ['`open', ''],
  ])('is told to go on after %j, indented', async (code, indent) => {
    expect(await kernel.request('shell', 'is_complete_request', { code })).toEqual({ status: 'incomplete', indent });
  });
});
