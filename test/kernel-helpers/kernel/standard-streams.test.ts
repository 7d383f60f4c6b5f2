import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Execution, KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

interface Answered extends Execution {
  readonly asked: readonly unknown[];
}

/** Runs a cell and gives these answers to its questions, one after the other. */
async function answering(code: string, answers: readonly string[]): Promise<Answered> {
  const id = kernel.startExecution(code, { allow_stdin: true });
  const questions = () => kernel.receivedSoFar(({ type, parentId }) => type === 'input_request' && parentId === id);
  for (const [index, value] of answers.entries()) {
    await kernel.waitFor(() => questions().length > index);
    kernel.send('stdin', 'input_reply', { value });
  }
  const execution = await kernel.executionOf(id);
  return { ...execution, asked: questions().map(({ content }) => content) };
}

const READLINE = "import * as readline from 'node:readline';\nimport * as promises from 'node:readline/promises';\n";
const OPEN = '{ input: process.stdin, output: process.stdout }';
const IN_STREAM = { prompt: 'Input (empty to end it): ', password: false };
const asked = (prompt: string, password = false) => ({ prompt, password });

describe('a cell that reads the standard input asks the person', () => {
  test.each([
    {
      by: 'a question of readline with a callback, for which the cell waits',
      code: `${READLINE}const rl = readline.createInterface(${OPEN});
rl.question('Name? ', (name) => { console.log('Hello ' + name); rl.close(); });`,
      answers: ['Ann'],
      prompts: [asked('Name? ')],
      stdout: 'Hello Ann\n',
    },
    {
      by: 'two questions of readline with promises, the second answered by an empty line',
      code: `${READLINE}const two = promises.createInterface(${OPEN});
console.log([await two.question('City? '), await two.question('Rooms? ')]);`,
      answers: ['Oslo', ''],
      prompts: [asked('City? '), asked('Rooms? ')],
      stdout: "[ 'Oslo', '' ]\n",
    },
    {
      by: 'an interface that an earlier cell made, and did not close',
      code: "console.log(await two.question('Again? '))",
      answers: ['yes'],
      prompts: [asked('Again? ')],
      stdout: 'yes\n',
    },
    {
      by: 'a question that was turned into a promise',
      code: `import { promisify } from 'node:util';
const third = readline.createInterface(process.stdin, process.stdout);
console.log(await promisify(third.question).call(third, 'Third? ')); third.close();`,
      answers: ['3'],
      prompts: [asked('Third? ')],
      stdout: '3\n',
    },
    {
      by: 'a question whose answer goes through a stream that hides it',
      code: `import { Writable } from 'node:stream';
const hidden = readline.createInterface({ input: process.stdin, output: new Writable({ write(_1, _2, done) { done(); } }), terminal: true });
hidden.question('Password: ', (word) => { console.log(word.length); hidden.close(); });`,
      answers: ['secret'],
      prompts: [asked('Password: ', true)],
      stdout: '6\n',
    },
    {
      by: 'a loop over the lines of an interface, until a line is empty',
      code: `for await (const line of readline.createInterface({ input: process.stdin })) console.log('<' + line + '>');`,
      answers: ['a', 'b', ''],
      prompts: [IN_STREAM, IN_STREAM, IN_STREAM],
      stdout: '<a>\n<b>\n',
    },
    {
      by: 'an interface with a prompt of its own and a listener',
      code: `const shell = readline.createInterface({ ...${OPEN}, prompt: '> ' });
shell.on('line', (line) => { console.log('got ' + line); if (line === 'exit') shell.close(); else shell.prompt(); });
shell.prompt();`,
      answers: ['ls', '', 'exit'],
      prompts: [asked('> '), asked('> '), asked('> ')],
      stdout: 'got ls\ngot \ngot exit\n',
    },
    {
      by: 'a loop over the stream',
      code: 'for await (const chunk of process.stdin) console.log(String(chunk).trim());',
      answers: ['one', 'two', ''],
      prompts: [IN_STREAM, IN_STREAM, IN_STREAM],
      stdout: 'one\ntwo\n',
    },
    {
      by: 'a listener for data, once',
      code: "process.stdin.once('data', (data) => console.log(String(data).trim()));",
      answers: ['first'],
      prompts: [IN_STREAM],
      stdout: 'first\n',
    },
    {
      by: 'a listener that reads what is readable, until the end',
      code: `process.stdin.setEncoding('utf8');
process.stdin.on('readable', () => { for (let part; (part = process.stdin.read()) !== null; ) console.log(part.trim()); });
process.stdin.on('end', () => console.log('end'));`,
      answers: ['x', ''],
      prompts: [IN_STREAM, IN_STREAM],
      stdout: 'x\nend\n',
    },
    {
      by: 'a read at once',
      code: 'console.log(String(process.stdin.read()).trim())',
      answers: ['now'],
      prompts: [IN_STREAM],
      stdout: 'now\n',
    },
    {
      by: 'the whole file 0',
      code: "import * as fs from 'node:fs';\nconsole.log(fs.readFileSync(0, 'utf8').trim().split('\\n'))",
      answers: ['1', '2', ''],
      prompts: [IN_STREAM, IN_STREAM, IN_STREAM],
      stdout: "[ '1', '2' ]\n",
    },
    {
      by: 'the file /dev/stdin as a stream',
      code: "for await (const part of fs.createReadStream('/dev/stdin', 'utf8')) console.log(part.trim())",
      answers: ['s', ''],
      prompts: [IN_STREAM, IN_STREAM],
      stdout: 's\n',
    },
    {
      by: 'the dialogs of a browser',
      code: "console.log([prompt('Who?'), prompt('Age?', '3'), confirm('Sure?'), alert('Done')])",
      answers: ['me', '', 'y', ''],
      prompts: [asked('Who? '), asked('Age? [3] '), asked('Sure? [y/N] '), asked('Done [Enter] ')],
      stdout: "[ 'me', '3', true, undefined ]\n",
    },
  ])('by $by', async ({ code, answers, prompts, stdout }) => {
    const answered = await answering(code, answers);

    expect(answered.error).toBeUndefined();
    expect(answered.asked).toEqual(prompts);
    expect(answered.stdout).toBe(stdout);
  });

  test.each([
    ['a question of readline', "await two.question('Name? ')"],
    ['a question that nothing awaits', "two.question('Name? '); 0"],
    ['a loop over the stream', 'for await (const _ of process.stdin);'],
    ['a dialog', "prompt('Who?')"],
    ['the file 0', "require('node:fs').readFileSync(0)"],
  ])('and fails with advice when the front end cannot ask: %s', async (_what, code) => {
    const { error } = await kernel.execute(code);

    expect(error).toMatchObject({ ename: 'UserError', evalue: expect.stringContaining('cannot ask questions') });
  });

  test.each([
    ['a question of readline', "while (true) { await two.question('Name? '); }"],
    [
      'a question with a callback',
      "readline.createInterface(process.stdin, process.stdout).question('Name? ', () => console.log('never'))",
    ],
    ['a loop over lines', 'for await (const _ of readline.createInterface({ input: process.stdin }));'],
    ['a listener for data', "process.stdin.on('data', () => console.log('never'))"],
    ['a dialog, whose thread waits', "while (true) prompt('Name? ')"],
    ['the file 0, whose thread waits', 'fs.readFileSync(0)'],
  ])(
    'and is interrupted in the middle of the question, after which the next cell asks again: %s',
    async (_what, code) => {
      const id = kernel.startExecution(code, { allow_stdin: true });
      await kernel.waitFor(({ type, parentId }) => type === 'input_request' && parentId === id);
      await kernel.request('control', 'interrupt_request', {});
      const interrupted = await kernel.executionOf(id);
      const next = await answering("console.log(await two.question('Next? '), prompt('and?'))", ['a', 'b']);

      expect(interrupted.error).toMatchObject({ ename: 'Interrupted' });
      expect(interrupted.stdout).not.toContain('never');
      expect(next).toMatchObject({ stdout: 'a b\n', error: undefined });
    },
  );
});

describe('what a cell writes appears in the notebook, in order', () => {
  test.each([
    [
      'the end of process.stdout, which stays open',
      "process.stdout.end('bye\\n'); console.log('after')",
      'bye\nafter\n',
    ],
    [
      'text with an encoding, bytes and a callback',
      "await new Promise<void>((done) => { process.stdout.write('c3a5', 'hex'); process.stdout.write(Buffer.from('b')); process.stdout.write('!\\n', () => done()); });",
      'åb!\n',
    ],
    [
      'a pipeline and a pipe, one after the other',
      `import { pipeline } from 'node:stream/promises'; import { Readable } from 'node:stream'; import { once } from 'node:events';
await pipeline(Readable.from(['a\\n', 'b\\n']), process.stdout);
const source = Readable.from(['c\\n']); source.pipe(process.stdout); await once(source, 'end'); console.log('d')`,
      'a\nb\nc\nd\n',
    ],
    [
      'file 1 in every way of node:fs',
      `import { promisify } from 'node:util'; import { writeSync } from 'node:fs';
writeSync(1, 'a'); fs.writeSync(1, Buffer.from('xbx'), 1, 1); fs.writevSync(1, [Buffer.from('c'), Buffer.from('d')]);
fs.writeFileSync(1, 'e'); fs.appendFileSync('/dev/stdout', 'f'); fs.closeSync(1);
await promisify(fs.write)(1, 'g'); await promisify(fs.writeFile)('/dev/fd/1', 'h'); await fs.promises.writeFile('/dev/stdout', 'i');
for (const [path, options] of [[null, { fd: 1 }], ['/dev/stdout', {}]] as const) {
  const file = fs.createWriteStream(path as string, options); file.write('j'); await promisify(file.end).call(file);
}
console.log('.')`,
      'abcdefghijj.\n',
    ],
    [
      'consoles of its own',
      `import { Console } from 'node:console';
new Console(process.stdout).log('one'); new console.Console({ stdout: process.stdout, stderr: process.stderr }).info('two')`,
      'one\ntwo\n',
    ],
    [
      'the tables, groups and counts of the console',
      "console.table([{ a: 1 }]); console.group('G'); console.dir({ a: { b: {} } }, { depth: 0 }); console.groupEnd(); console.count();",
      '┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\nG\n  { a: [Object] }\ndefault: 1\n',
    ],
    [
      'all kinds in turn',
      `import { execSync } from 'node:child_process';
console.log('1'); fs.writeSync(1, '2\\n'); execSync('echo 3', { stdio: 'inherit' }); process.stdout.write('4\\n'); fs.writeFileSync('/dev/stdout', '5\\n')`,
      '1\n2\n3\n4\n5\n',
    ],
  ])('also %s', async (_what, code, expected) => {
    const { error, stdout } = await kernel.execute(code);

    expect(error).toBeUndefined();
    expect(stdout).toBe(expected);
  });

  test('and what goes to stderr is marked as such', async () => {
    const { stderr } = await kernel.execute(
      "fs.writeSync(2, 'a\\n'); process.stderr.end('b\\n'); fs.writeFileSync('/dev/stderr', 'c\\n'); console.assert(false, 'd'); console.trace('e')",
    );

    expect(stderr).toMatch(/^a\nb\nc\nAssertion failed: d\nTrace: e\n {4}at Cell \[\d+\]:1:\d+\n$/);
  });
});
