import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BRIDGE } from './support/bridge-in-cell';
import { KernelClient, REPOSITORY, type Received } from './support/kernel-client';

const VIEW = 'application/vnd.jupyter.widget-view+json';
/** A front end with a person allows questions: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute */
const PERSON = { allow_stdin: true };

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  await kernel.execute("import { progress, show, slider, widget } from 'kernel-helpers';");
});
afterAll(() => kernel.close());

interface Opened {
  readonly commId: string;
  readonly cell: string;
  readonly opening: Received;
}

/** Runs a cell that makes one widget, as a front end with a person does. */
async function openWidget(code: string): Promise<Opened> {
  const cell = kernel.startExecution(code, PERSON);
  const { error } = await kernel.executionOf(cell);
  expect(error).toBeUndefined();
  const opening = await kernel.waitFor(({ type, parentId }) => type === 'comm_open' && parentId === cell);
  return { commId: String(opening.content.comm_id), cell, opening };
}

/** Sends what the page sends when a person moves something. Resolves to the message's id when the kernel is done. */
async function sendUpdate(commId: string, state: object, more: object = {}, buffers: readonly Uint8Array[] = []) {
  const data = { method: 'update', state, buffer_paths: [], ...more };
  const id = kernel.send('shell', 'comm_msg', { comm_id: commId, data }, buffers);
  await kernel.waitForIdle(id);
  return id;
}

function answersTo(id: string): readonly unknown[] {
  return kernel
    .publishedFor(id)
    .filter(({ type }) => type === 'comm_msg')
    .map(({ content }) => content.data);
}

function textOf(cell: string, name = 'stdout'): string {
  return kernel
    .publishedFor(cell)
    .filter(({ type, content }) => type === 'stream' && content.name === name)
    .map(({ content }) => content.text)
    .join('');
}

/** Waits for the listeners, which run after the answer. */
async function waitForText(cell: string, text: string): Promise<void> {
  await kernel.waitFor(({ parentId, content }) => parentId === cell && String(content.text).includes(text));
}

describe('a widget', () => {
  test('opens a model of anywidget with version 2.1 of the protocol', async () => {
    const { opening } = await openWidget(
      "const opened = widget({ esm: 'export default {}', css: 'b {}', state: { a: 1 } });",
    );

    expect(opening.metadata).toEqual({ version: '2.1.0' });
    expect(opening.content).toMatchObject({
      target_name: 'jupyter.widget',
      data: {
        state: {
          _model_module: 'anywidget',
          _model_name: 'AnyModel',
          _view_module: 'anywidget',
          _view_name: 'AnyView',
          _esm: 'export default {}',
          _css: 'b {}',
          a: 1,
        },
        buffer_paths: [],
      },
    });
  });

  test('shows a view of its model, with HTML and text beside it', async () => {
    const { commId, cell } = await openWidget(
      "const shown = widget({ esm: 'x', state: { a: '<b>' } });\nshow(shown);\nshown",
    );

    const looks = kernel
      .publishedFor(cell)
      .filter(({ content }) => content.data !== undefined && !('comm_id' in content));
    expect(looks.map(({ type }) => type)).toEqual(['display_data', 'display_data']);
    for (const { content } of looks) {
      expect(content.data).toEqual({
        [VIEW]: { model_id: commId, version_major: 2, version_minor: 1 },
        'text/html': '<pre>Widget { a: &#39;&lt;b&gt;&#39; }</pre>',
        'text/plain': "Widget { a: '<b>' }",
      });
    }
  });

  test('gets messages of the page while a cell waits, and answers with its current state', async () => {
    const { commId } = await openWidget("const heard = widget({ esm: 'x', state: { a: 1, b: 2 } });");
    const waiting = kernel.startExecution(
      "await new Promise((done) => { heard.onChange('a', done); console.log('listens'); })",
      PERSON,
    );
    await waitForText(waiting, 'listens');

    const id = await sendUpdate(commId, { a: 5 });

    expect((await kernel.executionOf(waiting)).result).toEqual({ 'text/plain': '5' });
    expect(answersTo(id)).toEqual([{ method: 'echo_update', state: { a: 5 }, buffer_paths: [] }]);
  });

  test('lets its listeners print in the cell that created it, also when another cell made the change', async () => {
    const { commId, cell } = await openWidget(
      "const told = widget({ esm: 'x', state: { a: 1 } });\ntold.onChange('a', async (a) => { await null; console.log('a is', a); });",
    );

    await sendUpdate(commId, { a: 2 });
    await waitForText(cell, 'a is 2');
    const { stdout } = await kernel.execute("told.set('a', 3);");
    await waitForText(cell, 'a is 3');

    expect(textOf(cell)).toBe('a is 2\na is 3\n');
    expect(stdout).toBe('');
  });

  test('shows the error of a listener, asynchronous ones too, and goes on', async () => {
    const { commId, cell } = await openWidget(
      `const failing = widget({ esm: 'x', state: { a: 1 } });
      failing.onChange('a', () => { throw new Error('at once', { cause: new Error('deep') }); });
      failing.onChange('a', async () => { await null; throw new Error('later'); });
      failing.onChange('a', (a) => console.log('heard', a));`,
    );

    await sendUpdate(commId, { a: 2 });
    await waitForText(cell, 'later');

    const errors = textOf(cell, 'stderr');
    expect(errors).toMatch(/Error: at once[\s\S]*at Cell \[\d+\]:2:[\s\S]*Caused by: .*Error: deep[\s\S]*Error: later/);
    expect(errors).not.toContain('dist/widgets');
    expect(textOf(cell)).toBe('heard 2\n');
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('is moved again after an interrupt that ended a listener in a busy loop', async () => {
    const { commId, cell } = await openWidget(
      "const stuck = widget({ esm: 'x', state: { a: 1 } });\nstuck.onChange('a', (a) => { console.log('heard', a); if (a === 2) while (true) {} });",
    );

    await sendUpdate(commId, { a: 2 });
    await waitForText(cell, 'heard 2');
    await kernel.request('control', 'interrupt_request', {});
    await sendUpdate(commId, { a: 3 });

    await waitForText(cell, 'heard 3');
    expect(textOf(cell, 'stderr')).toContain('Interrupted: code that this cell had left running was stopped.\n');
  });

  test('tells its listeners of changes after the cell that made it was interrupted', async () => {
    const making = kernel.startExecution(
      `const outlived = widget({ esm: 'x', state: { a: 1 } });
      outlived.onChange('a', async (a) => { await null; console.log('heard', a, ${BRIDGE}.signal.aborted); });
      console.log('made');
      await new Promise(() => {});`,
      PERSON,
    );
    await waitForText(making, 'made');
    await kernel.request('control', 'interrupt_request', {});
    await kernel.executionOf(making);
    const opening = await kernel.waitFor(({ type, parentId }) => type === 'comm_open' && parentId === making);

    await sendUpdate(String(opening.content.comm_id), { a: 2 });
    await waitForText(making, 'heard 2 false');
    await kernel.execute("outlived.set('a', 3);");

    await waitForText(making, 'heard 3 false');
  });

  test('carries binary data both ways, wherever it is in the state', async () => {
    const { commId, opening } = await openWidget(
      "const binary = widget({ esm: 'x', state: { image: new Uint8Array([1, 2]), layers: [{ mask: new Float32Array([1]) }, new Uint8Array([3])] as unknown[] } });",
    );
    const { state, buffer_paths } = opening.content.data as { state: object; buffer_paths: unknown };

    const id = await sendUpdate(commId, {}, { buffer_paths: [['image']] }, [Buffer.from([7, 8, 9])]);

    expect(state).toMatchObject({ layers: [{}, null] });
    expect(buffer_paths).toEqual([['image'], ['layers', 0, 'mask'], ['layers', 1]]);
    expect(opening.buffers.map((buffer) => [...buffer])).toEqual([[1, 2], [0, 0, 128, 63], [3]]);
    expect((await kernel.execute("binary.get('image')")).result).toEqual({ 'text/plain': 'Uint8Array(3) [ 7, 8, 9 ]' });
    expect(answersTo(id)).toEqual([{ method: 'echo_update', state: {}, buffer_paths: [['image']] }]);
  });

  test('refuses values that the page may not send, says so in its cell, and sends the old value back', async () => {
    const { commId, cell } = await openWidget(
      `const strict = widget({ esm: 'x', state: { a: 1, color: 'red' }, parse: { color: (value) => {
        if (value !== 'red' && value !== 'green') throw new Error('No such colour.');
        return value;
      } } });`,
    );

    const id = await sendUpdate(commId, { a: 'one', color: 'blue', _view_count: 1 });

    expect(answersTo(id)).toEqual([{ method: 'echo_update', state: { a: 1, color: 'red' }, buffer_paths: [] }]);
    const errors = textOf(cell, 'stderr');
    expect(errors).toContain("The page sent 'one' for a, where the kernel expects a finite number.");
    expect(errors).toContain('No such colour.');
  });

  test.each([
    ['another method', { method: 'explode' }, /does not follow the widgets' protocol/],
    ['no state', { method: 'update' }, /does not follow the widgets' protocol/],
    [
      'a path without its data',
      { method: 'update', state: {}, buffer_paths: [['a']] },
      /announced 1 buffers and sent 0/,
    ],
  ])('says in its cell that it got a message with %s, and goes on', async (_what, data, message) => {
    const { commId, cell } = await openWidget("const robust = widget({ esm: 'x', state: { a: 1 } });");

    const id = kernel.send('shell', 'comm_msg', { comm_id: commId, data });
    await kernel.waitForIdle(id);

    expect(textOf(cell, 'stderr')).toMatch(message);
    await sendUpdate(commId, { a: 2 });
    expect((await kernel.execute("robust.get('a')")).result).toEqual({ 'text/plain': '2' });
  });

  test('does not let binary data change the prototypes that all objects share', async () => {
    const { commId } = await openWidget("const safe = widget({ esm: 'x', state: { a: 1 } });");

    await sendUpdate(commId, {}, { buffer_paths: [['__proto__', 'polluted']] }, [Buffer.from([1])]);

    expect((await kernel.execute("'polluted' in {}")).result).toEqual({ 'text/plain': 'false' });
  });

  test('exchanges custom messages with the page', async () => {
    const { commId, cell } = await openWidget(
      "const talking = widget({ esm: 'x' });\ntalking.onMessage((content, [bytes]) => talking.send({ got: content }, [bytes]));",
    );

    const data = { method: 'custom', content: { ping: 1 } };
    kernel.send('shell', 'comm_msg', { comm_id: commId, data }, [Buffer.from([5])]);

    const answer = await kernel.waitFor(({ type, parentId }) => type === 'comm_msg' && parentId === cell);
    expect(answer.content.data).toEqual({ method: 'custom', content: { got: { ping: 1 } } });
    expect([...(answer.buffers[0] ?? [])]).toEqual([5]);
  });

  test('sends its whole state to a page that was loaded again, alone or with all other widgets', async () => {
    const { commId } = await openWidget("const asked = widget({ esm: 'x', state: { a: 1, b: new Uint8Array([4]) } });");
    const closed = await openWidget("const gone = widget({ esm: 'x' });\ngone.close();");

    const alone = kernel.send('shell', 'comm_msg', { comm_id: commId, data: { method: 'request_state' } });
    await kernel.waitForIdle(alone);
    kernel.send('shell', 'comm_open', { comm_id: 'control', target_name: 'jupyter.widget.control', data: {} });
    const all = kernel.send('shell', 'comm_msg', { comm_id: 'control', data: { method: 'request_states' } });
    await kernel.waitForIdle(all);

    expect(answersTo(alone)).toMatchObject([{ method: 'update', state: { _esm: 'x', a: 1 }, buffer_paths: [['b']] }]);
    const [told] = answersTo(all) as [{ states: object; buffer_paths: unknown }];
    expect(told).toMatchObject({
      method: 'update_states',
      states: {
        [commId]: { model_name: 'AnyModel', model_module: 'anywidget', model_module_version: '0.x', state: { a: 1 } },
      },
    });
    expect(told.buffer_paths).toContainEqual([commId, 'state', 'b']);
    expect(Object.keys(told.states)).not.toContain(closed.commId);
  });

  test('ends when the page closes it, and leaves its text', async () => {
    const { commId, cell } = await openWidget("const left = widget({ esm: 'x', state: { a: 1 } });\nshow(left);");

    const id = kernel.send('shell', 'comm_close', { comm_id: commId, data: {} });
    await kernel.waitForIdle(id);

    const replaced = kernel.publishedFor(cell).find(({ type }) => type === 'update_display_data');
    expect(replaced?.content.data).toEqual({
      'text/html': '<pre>Widget { a: 1 }</pre>',
      'text/plain': 'Widget { a: 1 }',
    });
    expect((await kernel.execute("left.set('a', 2)")).error?.evalue).toBe('The widget is closed. Make a new one.');
  });
});

describe('a slider', () => {
  test('follows the page, and moves its slider to the nearest step', async () => {
    const { commId, cell } = await openWidget("const rooms = slider({ min: 1, max: 10, step: 0.5, label: 'Rooms' });");

    await sendUpdate(commId, { value: 4.5 });
    const read = await kernel.execute('rooms.value');
    const set = await kernel.execute('rooms.value = 7.3; rooms.value');

    expect(read.result).toEqual({ 'text/plain': '4.5' });
    expect(set.result).toEqual({ 'text/plain': '7.5' });
    const moved = set.published.find(({ type }) => type === 'comm_msg');
    expect(moved?.content.data).toEqual({ method: 'update', state: { value: 7.5 }, buffer_paths: [] });
    expect(textOf(cell, 'stderr')).toBe('');
  });

  test.each([
    ['null, as NaN arrives', null],
    ['a value outside', 11],
    ['a text', '3'],
  ])('refuses %s from the page', async (_what, value) => {
    const { commId, cell } = await openWidget(
      "const refusing = slider({ min: 1, max: 10, value: 2, label: 'Rooms' });",
    );

    const id = await sendUpdate(commId, { value, max: 1e9 });

    expect(answersTo(id)).toMatchObject([{ method: 'echo_update', state: { value: 2, max: 10 } }]);
    expect(textOf(cell, 'stderr')).toContain("UserError: The slider 'Rooms' goes from 1 to 10; it cannot be set to ");
  });

  test('can be followed by a loop, which gets the latest value and ends with the slider', async () => {
    const { commId } = await openWidget("const followed = slider({ label: 'Rooms' });");
    const loop = kernel.startExecution(
      'console.log("begun"); for await (const value of followed) { console.log(value); if (value === 9) followed.close(); }\nfollowed.value',
      PERSON,
    );
    await waitForText(loop, 'begun');

    await sendUpdate(commId, { value: 4 });
    await waitForText(loop, '4');
    await sendUpdate(commId, { value: 9 });

    const { stdout, result } = await kernel.executionOf(loop);
    expect(stdout).toBe('begun\n4\n9\n');
    expect(result).toEqual({ 'text/plain': '9' });
  });

  test('lets an interrupt end a loop that follows it', async () => {
    await openWidget('const endless = slider();');
    const loop = kernel.startExecution(
      "console.log('begun'); try { for await (const value of endless) console.log(value); } finally { console.log('ended'); }",
      PERSON,
    );
    await waitForText(loop, 'begun');

    await kernel.request('control', 'interrupt_request', {});

    await kernel.waitFor(({ parentId, content }) => parentId === loop && content.text === 'ended\n');
    expect((await kernel.executionOf(loop)).error?.evalue).toBe('The cell was interrupted.');
  });

  test.each(['show(closing);', 'closing'])(
    'leaves its last value as text when it is closed, shown by %j',
    async (showing) => {
      const { commId, cell } = await openWidget(`const closing = slider({ max: 10, label: 'Rooms' });\n${showing}`);
      await sendUpdate(commId, { value: 3 });

      const { published } = await kernel.execute('closing.close(); closing.close();');

      const shown = kernel.publishedFor(cell).find(({ type }) => type === 'display_data');
      const replaced = published.filter(({ type }) => type === 'update_display_data');
      expect(replaced.map(({ content }) => [content.transient, content.data])).toEqual([
        [
          shown?.content.transient,
          { 'text/html': '<div>Rooms: <b>3</b> (0 to 10)</div>', 'text/plain': 'Rooms: 3 (0 to 10)' },
        ],
      ]);
      expect(published.filter(({ type }) => type === 'comm_close')).toHaveLength(1);
    },
  );

  test('says in a notebook without a front end that it cannot be moved, and keeps its saved text right', async () => {
    const { published, error } = await kernel.execute(
      "const alone = slider({ max: 10, label: 'Rooms' });\nshow(alone);\nalone.value = 6;\nfor await (const value of alone) {}",
    );

    const shown = published.filter(({ type }) => type.endsWith('display_data'));
    expect(shown.map(({ content }) => content.data)).toMatchObject([
      { 'text/plain': 'Rooms: 0 (0 to 10)' },
      { 'text/plain': 'Rooms: 6 (0 to 10)', [VIEW]: {} },
    ]);
    expect(error?.evalue).toBe("The slider 'Rooms' cannot be moved by anybody here. Set its value in the code.");
  });
});

describe('progress', () => {
  const LOOP =
    "for await (const room of progress([1, 2, 3, 4, 5], { title: 'Rooms' })) await new Promise((done) => setTimeout(done, 120));";

  test('moves inside the page once the page says that it can draw it, and ends as HTML', async () => {
    const running = kernel.startExecution(LOOP, PERSON);
    const opening = await kernel.waitFor(({ type, parentId }) => type === 'comm_open' && parentId === running);
    const commId = opening.content.comm_id;
    kernel.send('shell', 'comm_msg', { comm_id: commId, data: { method: 'custom', content: 'ready' } });
    const { published } = await kernel.executionOf(running);

    const told = published
      .filter(({ type }) => type.endsWith('display_data'))
      .map(({ content }) => Object(content.data));
    expect(told[0]).not.toHaveProperty([VIEW]);
    expect(told.filter((data) => VIEW in data).map((data) => data[VIEW].model_id)).toEqual([commId]);
    expect(told.at(-1)).toEqual({
      'text/html': '<div><progress max="5" value="5"></progress> Rooms: 5 of 5</div>',
      'text/plain': 'Rooms: 5 of 5',
    });
    const moves = published.filter(({ type, content }) => type === 'comm_msg' && content.comm_id === commId);
    expect(moves.at(-1)?.content.data).toMatchObject({
      method: 'update',
      state: { text: expect.stringContaining('of 5') },
    });
    const order = published.map(({ type }) => type);
    expect(order.lastIndexOf('comm_close')).toBeGreaterThan(order.lastIndexOf('update_display_data'));
  });

  test('stays HTML where the page draws no widgets, and opens none in a notebook without a front end', async () => {
    const watched = await kernel.execute(LOOP, PERSON);
    const unwatched = await kernel.execute(LOOP);

    const looks = (published: readonly Received[]) =>
      published
        .filter(({ type }) => type.endsWith('display_data'))
        .map(({ content }) => Object.keys(Object(content.data)));
    expect(new Set(looks(watched.published).flat())).toEqual(new Set(['text/html', 'text/plain']));
    expect(new Set(looks(unwatched.published).flat())).toEqual(new Set(['text/html', 'text/plain']));
    expect(unwatched.published.filter(({ type }) => type.startsWith('comm'))).toEqual([]);
  });

  test('goes on when the page closes it', async () => {
    const running = kernel.startExecution(LOOP, PERSON);
    const opening = await kernel.waitFor(({ type, parentId }) => type === 'comm_open' && parentId === running);
    kernel.send('shell', 'comm_close', { comm_id: opening.content.comm_id, data: {} });

    const { error, stderr } = await kernel.executionOf(running);

    expect(error).toBeUndefined();
    expect(stderr).toBe('');
  });
});
