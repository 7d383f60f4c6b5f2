import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inNotebookWords } from '../../../kernel-helpers/kernel/language/notebook-words';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

async function tracebackOf(code: string): Promise<{ readonly text: string; readonly count: unknown }> {
  const { error, reply } = await kernel.execute(code);
  const lines = Array.isArray(error?.traceback) ? error.traceback : [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  return { text: lines.join('\n').replace(/\u001b\[\d+m/g, ''), count: reply.execution_count };
}

describe('a traceback', () => {
  test('points to the cell, the line and the column, and shows the line', async () => {
    const { text, count } = await tracebackOf(
      '// a comment\n\ninterface House { rooms: number }\nfunction sell(house: House): never {\n  throw new RangeError("no buyer for " + house.rooms);\n}\nsell({ rooms: 3 });',
    );

    expect(text).toBe(
      [
        'RangeError: no buyer for 3',
        '  5 |   throw new RangeError("no buyer for " + house.rooms);',
        '              ^',
        `    at sell (Cell [${count}]:5:9)`,
        `    at Cell [${count}]:7:1`,
      ].join('\n'),
    );
  });

  test('shows the path through functions of earlier cells', async () => {
    const earlier = await kernel.execute('async function later() {\n  await null;\n  throw new Error("late");\n}');

    const { text, count } = await tracebackOf('\nawait later()');

    expect(text).toContain(`at later (Cell [${earlier.reply.execution_count}]:3:9)`);
    expect(text).toContain(`at async Cell [${count}]:2:1`);
  });

  test('shows the whole chain of causes', async () => {
    const { text } = await tracebackOf(
      'const root = new Error("socket closed");\nthrow new Error("query failed", { cause: new TypeError("no answer", { cause: root }) });',
    );

    const heads = text.split('\n').filter((line) => /Error: /.test(line) && !line.includes('|'));
    expect(heads).toEqual([
      'Error: query failed',
      'Caused by: TypeError: no answer',
      'Caused by: Error: socket closed',
    ]);
  });

  test('of wrong types shows each line with its mark', async () => {
    const { text, count } = await tracebackOf('const rooms: number = 3;\nconst text: string = rooms;');

    expect(text).toBe(
      [
        "Type 'number' is not assignable to type 'string'.",
        '  2 | const text: string = rooms;',
        '            ^^^^',
        `    at Cell [${count}]:2:7`,
      ].join('\n'),
    );
  });

  test('of a wrong type gives all reasons of the compiler above one mark', async () => {
    const { text, count } = await tracebackOf(
      'const house: { rooms: { count: number } } = { rooms: { count: 3 } };\nconst flat: { rooms: { count: string } } = house;',
    );

    expect(text).toBe(
      [
        "Type '{ rooms: { count: number; }; }' is not assignable to type '{ rooms: { count: string; }; }'.",
        "  The types of 'rooms.count' are incompatible between these types.",
        "    Type 'number' is not assignable to type 'string'.",
        '  2 | const flat: { rooms: { count: string } } = house;',
        '            ^^^^',
        `    at Cell [${count}]:2:7`,
      ].join('\n'),
    );
  });

  test('says what was thrown when it is not an error', async () => {
    const { text } = await tracebackOf('throw { rooms: 3 }');

    expect(text).toBe('Thrown: { rooms: 3 }');
  });
});

describe('an uncaught error', () => {
  test.each([
    [
      'in a promise',
      'void Promise.reject(new Error("floating"));',
      'nothing waited for it. Add `await` there.\nError: floating\n',
    ],
    ['in a timer', 'setTimeout(() => { throw new Error("late"); }, 5);', 'Uncaught Error: late'],
  ])('%s is shown in its cell, and the kernel lives on', async (_name, code, expected) => {
    const started = kernel.startExecution(code);

    const shown = await kernel.waitFor(
      ({ type, parentId, content }) =>
        type === 'stream' && parentId === started && String(content.text).includes(expected),
    );

    expect(shown.content.name).toBe('stderr');
    expect((await kernel.execute('1')).reply.status).toBe('ok');
  });
});

test.each([
  ['a package', "import _ from 'rooms/of';", 'Install it beside the notebook: npm install rooms'],
  ['a package with a scope', "import _ from '@houses/rooms/of';", 'npm install @houses/rooms'],
  ['a file', "import { rooms } from './houses';", "Paths are relative to the notebook's folder."],
  ['a web page', 'document.title', "Cannot find name 'document'. Cells run in Node.js, which has no web page."],
])('%s that is missing is reported with advice for a notebook', async (_what, code, expected) => {
  expect((await kernel.execute(code)).error?.evalue).toContain(expected);
});

test.each([
  ['a shell', '!npm install zod', `execSync("npm install zod", { stdio: 'inherit' });`],
  ['a shell, among code', 'const rooms = 3;\n!ls\nrooms', 'execSync("ls", { stdio: \'inherit\' });'],
  ['a magic', '%time 1 + 1', 'no magics such as those of IPython'],
  ['a magic for the cell', '%%bash\nls', 'no magics such as those of IPython'],
])('a cell with a command for IPython gets advice what to write instead: %s', async (_what, code, expected) => {
  const { error } = await kernel.execute(code);

  expect(error?.evalue).toContain(expected);
  expect([error?.traceback].flat().at(-1)).toContain(expected);
});

test.each([
  '!rooms;\nconst wrong: string = 3;',
  '!rooms && null;\nconst wrong: string = 3;',
  'let a = 5\n  % 3; a.nonsense',
])('TypeScript that only looks like such a command gets no advice: %s', async (code) => {
  await kernel.execute('let rooms = true;');

  expect((await kernel.execute(code)).error?.evalue).not.toMatch(/shell|magics/);
});

test('an error about a function that only a newer Node.js has says so', () => {
  const message =
    "Property 'a' does not exist on type 'B'. Do you need to change your target library? Try changing the 'lib' compiler option to 'es2099' or later.";

  expect(inNotebookWords(message, '/notebooks/.cell-1.mts')).toBe(
    `Property 'a' does not exist on type 'B'. It is newer than what Node.js ${process.versions.node} is known to have.`,
  );
});

test('code that TypeScript accepts and V8 refuses is an error of the cell, without frames of the kernel', async () => {
  const { error } = await kernel.execute('while (false) function rooms() {}');

  expect(error).toMatchObject({
    ename: 'SyntaxError',
    evalue: expect.stringContaining('functions can only be declared'),
  });
  expect(error?.traceback).toHaveLength(1);
});

describe('process.exit in a cell', () => {
  test('says what happened, answers the cell and ends the process with its code', async () => {
    const doomed = await KernelClient.start();
    const exited = once(doomed.process, 'exit');

    const execution = await doomed.execute('process.exit(3); console.log("never");');
    const [code, signal] = await exited;
    await doomed.close();

    expect(execution.error).toMatchObject({
      ename: 'ProcessExit',
      evalue: 'process.exit(3) ended the kernel, and its variables are gone. Run the notebook again from the top.',
    });
    expect(execution.stdout).toBe('');
    expect([code, signal]).toEqual([3, null]);
  });
});
