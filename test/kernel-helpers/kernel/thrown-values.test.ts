import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
});
afterAll(() => kernel.close());

interface Told {
  readonly ename: unknown;
  readonly evalue: unknown;
  /** The traceback without colours, with `N` in place of the cell's number. */
  readonly lines: readonly string[];
}

async function tell(code: string): Promise<Told> {
  const { error, reply } = await kernel.execute(code);
  const traceback = Array.isArray(error?.traceback) ? error.traceback.join('\n') : '';
  const text = stripVTControlCharacters(traceback).replaceAll(`Cell [${reply.execution_count}]`, 'Cell [N]');
  return { ename: error?.ename, evalue: error?.evalue, lines: text.split('\n') };
}

describe('a thrown value', () => {
  test.each([
    ['a DOMException', "throw new DOMException('gone', 'NetworkError')", 'NetworkError', 'gone'],
    ['an aborted signal', 'AbortSignal.abort().throwIfAborted()', 'AbortError', 'This operation was aborted'],
    [
      'a request that is aborted',
      "await fetch('http://127.0.0.1:9', { signal: AbortSignal.abort() })",
      'AbortError',
      'This operation was aborted',
    ],
    ['what cannot be cloned', 'structuredClone(() => 1)', 'DataCloneError', '() => 1 could not be cloned.'],
    [
      'an error of another realm',
      `(await import('node:vm')).runInNewContext('throw new RangeError("far")')`,
      'RangeError',
      'far',
    ],
    [
      'an error of Node.js',
      "(await import('node:fs')).readFileSync('/nowhere')",
      'Error',
      "ENOENT: no such file or directory, open '/nowhere'",
    ],
    ['an error with an odd name', "throw Object.assign(new Error('odd'), { name: 5 })", '5', 'odd'],
    [
      'an error with an odd message',
      'throw Object.assign(new Error(), { message: Object.create(null) })',
      'Error',
      '[Object: null prototype] {}',
    ],
  ])('that is %s is shown with its name, its message and the line of the cell', async (_what, code, ename, evalue) => {
    const told = await tell(code);

    expect(told).toMatchObject({ ename, evalue });
    expect(told.lines[0]).toBe(`${ename}: ${evalue}`);
    expect(told.lines[1]).toBe(`  1 | ${code}`);
    expect(told.lines.slice(3).join('\n')).toMatch(/Cell \[N\]:1:\d+$/);
    expect(told.lines.slice(3).join('\n')).not.toMatch(/node:|cell-\d|exports\./);
  });

  test('that comes from a Worker is shown without the code around it', async () => {
    const told = await tell(
      `import { Worker } from 'node:worker_threads';
      const worker = new Worker("\\n\\nthrow new RangeError('in worker')", { eval: true });
      await new Promise((_, reject) => worker.on('error', reject));`,
    );

    expect(told).toMatchObject({ ename: 'RangeError', evalue: 'in worker' });
    expect(told.lines.slice(0, 2)).toEqual(['RangeError: in worker', '    at [worker eval]:3:7']);
    expect(told.lines.join('\n')).not.toMatch(/node:internal/);
  });

  test.each([
    ['null', 'null', 'null'],
    ['undefined', 'undefined', 'undefined'],
    ['text', '"no rooms"', 'no rooms'],
    ['an object without a prototype', 'Object.create(null)', '[Object: null prototype] {}'],
    [
      'an object that fails to show itself',
      '{ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no"); } }',
      expect.stringContaining('its own text failed: no'),
    ],
    [
      'a proxy that answers nothing',
      'new Proxy({}, { get() { throw new Error("no"); }, has() { throw new Error("no"); } })',
      '{}',
    ],
  ])('that is %s is shown as such', async (_what, code, evalue) => {
    expect(await tell(`throw ${code}`)).toMatchObject({ ename: 'Thrown', evalue });
  });

  test('is shown with every cause, and with the errors of an AggregateError', async () => {
    const told = await tell(
      `await Promise.any(['one', 'two'].map(async (text) => { throw new Error(text, { cause: text + ' cause' }); }))`,
    );

    const heads = told.lines.filter((line) => /^\S/.test(line));
    expect(heads).toEqual([
      'AggregateError: All promises were rejected',
      'Caused by: Error: one',
      'Caused by: one cause',
      'Caused by: Error: two',
      'Caused by: two cause',
    ]);
  });
});

describe('the properties of an error', () => {
  test('are shown in one line below its message', async () => {
    const told = await tell(
      "throw Object.assign(new Error('refused'), { status: 404, code: 'E_ROOMS', path: '/rooms/3' })",
    );

    expect(told.lines.slice(0, 2)).toEqual(['Error: refused', "  { status: 404, code: 'E_ROOMS', path: '/rooms/3' }"]);
  });

  test('are not shown when the message contains them, or when they are not text, numbers or paths', async () => {
    const told = await tell(
      `throw Object.assign(new Error('E_ROOMS: refused with 404'), {
        code: 'E_ROOMS', status: 404, errno: -2, isOperational: true, body: { rooms: 3 }, missing: undefined, text: 'x'.repeat(200),
      })`,
    );

    expect(told.lines[1]).toMatch(/^ {2}1 \|/);
  });

  test('never hold what may be secret', async () => {
    const secret = 'hunter2';
    const names = [
      'token',
      'password',
      'Authorization',
      'setCookie',
      'apiKey',
      'sessionId',
      'privateKeyPass',
      'secret',
    ];
    const properties = Object.fromEntries(names.map((name) => [name, secret]));
    const others = {
      url: `https://host/path?signature=${secret}`,
      address: `https://user:${secret}@host`,
      body: `{"pin":"${secret}"}`,
      headers: { 'x-header': secret },
      request: { options: { auth: secret } },
    };

    const told = await tell(
      `throw Object.assign(new Error('refused'), ${JSON.stringify({ ...properties, ...others })})`,
    );

    expect(told.lines.filter((line) => !/^ {2}1 \|/.test(line)).join('\n')).not.toContain(secret);
  });
});

describe('a traceback', () => {
  test('leaves out the frames of packages and of Node.js, and shows a repeated cause once', async () => {
    const told = await tell(
      `import { z } from 'zod';
      try { z.string().parse(3); } catch (cause) { throw new Error('Not text: ' + (cause as Error).message, { cause }); }`,
    );

    expect(told.lines.join('\n')).not.toMatch(/node_modules|Caused by/);
  });

  test('keeps the frames of packages when there are no others', async () => {
    const started = kernel.startExecution(
      "import escapeHtml from 'escape-html';\nsetTimeout(escapeHtml as any, 1, Symbol('rooms'));",
    );

    const { content } = await kernel.waitFor(
      ({ type, parentId, content }) =>
        type === 'stream' && parentId === started && /Uncaught/.test(String(content.text)),
    );

    expect(content.text).toMatch(/^Uncaught TypeError: Cannot convert a Symbol value to a string\n {4}at escapeHtml /);
  });
});

describe('a promise that fails while no code waits for it', () => {
  async function lateText(code: string): Promise<{ readonly text: string; readonly title: string }> {
    const { reply } = await kernel.execute(code);
    const seen = new Set<unknown>();
    await kernel.execute('await new Promise((done) => setTimeout(done, 50)); undefined');
    const title = `Cell [${reply.execution_count}]`;
    const told = await kernel.waitFor(
      (message) =>
        message.type === 'stream' &&
        String(message.content.text).includes(`A promise that ${title} started`) &&
        !seen.has(message),
    );
    return { text: stripVTControlCharacters(String(told.content.text)), title };
  }

  const SETTING =
    'const later = (): Promise<void> => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 20));';

  test.each([
    ['a call', 'later();', 3],
    ['a call of an async function', 'async function rooms() {\n  await later();\n}\nrooms();', 6],
    ['a variable', 'const pending = later();\n\n', 3],
    ['a list', '[1].map(() =>\n  later());', 4],
    ['an async callback whose promise is dropped', '[1].forEach(\n  async () => { await later(); });', 3],
    ['a cell that awaits other things', 'await null;\nfor (let i = 0; i < 2000; i++) await null;\nlater();', 5],
  ])('is reported with the line that started it: %s', async (_what, code, line) => {
    const { text, title } = await lateText(`\n${SETTING}\n${code}`);

    expect(text).toContain(
      `A promise that ${title} started on line ${line} failed, and nothing waited for it. Add \`await\` there.\n`,
    );
    expect(text).toContain('Error: late\n');
  });
});
