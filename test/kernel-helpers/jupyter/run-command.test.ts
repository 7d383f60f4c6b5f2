import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { processesOf } from '../../support/processes-of';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';

const COMMAND = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');

let folder: TemporaryFolder;
beforeAll(() => {
  folder = makeTemporaryFolder('run-command');
});
afterAll(() => folder?.close());

/** `kernel-helpers run` in the temporary folder. */
function run(args: readonly string[]) {
  return runProcess(process.execPath, [COMMAND, 'run', ...args], { cwd: folder.path });
}

function write(name: string, content: unknown): void {
  writeFileSync(join(folder.path, name), typeof content === 'string' ? content : JSON.stringify(content));
}

function cellsOf(name: string) {
  return JSON.parse(readFileSync(join(folder.path, name), 'utf8')).cells;
}

/** A notebook with defaults for `region` and `rows`. */
function writeParametrised(name: string): void {
  const parameters = {
    cell_type: 'code',
    metadata: { tags: ['parameters'] },
    source: "const region: string = 'eu';\nconst rows: number = 3;",
  };
  write(name, { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [parameters] });
}

describe('kernel-helpers run', () => {
  test('takes numbers, texts, booleans, lists and objects as people write them in a shell', async () => {
    writeParametrised('values.ipynb');
    const values = [
      'a=3',
      'b=Oslo',
      'c="3"',
      'd=true',
      'e=',
      'f=1e3',
      'g=["x", "y"]',
      'h={"k": null}',
      'i=a=b',
      'j=007',
    ];

    const { exitCode } = await run(['values.ipynb', '-o', 'out.ipynb', ...values.flatMap((value) => ['-p', value])]);

    expect(exitCode).toBe(0);
    expect(cellsOf('out.ipynb')[1].source.split('\n')).toEqual([
      '// Parameters',
      'const a: number = 3;',
      'const b: string = "Oslo";',
      'const c: string = "3";',
      'const d: boolean = true;',
      'const e: string = "";',
      'const f: number = 1000;',
      'const g: string[] = ["x", "y"];',
      'const h: any = {"k": null};',
      'const i: string = "a=b";',
      'const j: string = "007";',
    ]);
  });

  test('warns of a parameter that the notebook does not know, and of a notebook without any', async () => {
    writeParametrised('known.ipynb');
    writeNotebook(join(folder.path, 'plain.ipynb'), ['1 + 1']);

    const [misspelt, unmarked] = [
      await run(['known.ipynb', '-p', 'rosw=3']),
      await run(['plain.ipynb', '-p', 'rows=3']),
    ];

    expect([misspelt.exitCode, unmarked.exitCode]).toEqual([0, 0]);
    expect(misspelt.stderr).toContain("The cell tagged 'parameters' has no rosw; it is set anyway. Did you mean rows?");
    expect(unmarked.stderr).toContain(
      "No cell is tagged 'parameters', so the parameters are set at the top of the notebook.",
    );
  });

  test.each([
    ['a file that does not exist', ['missing.ipynb'], 'There is no notebook'],
    ['a file that is not JSON', ['broken.ipynb'], "is not a notebook in Jupyter's format 4. Give another file"],
    ['an old notebook', ['old.ipynb'], "is not a notebook in Jupyter's format 4. Give another file, or save it again"],
    ['a notebook in another language', ['python.ipynb'], 'is written in python. Only notebooks in TypeScript'],
    ['a folder', ['.'], "is not a notebook in Jupyter's format 4"],
    [
      'a parameter without a value',
      ['good.ipynb', '-p', 'rows'],
      'Give a name, an equals sign and a value: -p rows=3.',
    ],
    ['a parameter without a name', ['good.ipynb', '-p', '=3'], 'Give a name, an equals sign and a value: -p rows=3.'],
    ['a name that is none', ['good.ipynb', '-p', 'a-b=3'], "The parameter 'a-b' has no name that TypeScript allows."],
    ['broken JSON', ['good.ipynb', '-p', 'o={a: 1}'], '{a: 1} begins like JSON but is not JSON'],
    [
      'a number that would be rounded',
      ['good.ipynb', '-p', 'id=9007199254740993'],
      '9007199254740993 is more than a number',
    ],
    [
      'an output that cannot be written',
      ['good.ipynb', '-o', 'no/such/out.ipynb'],
      'cannot be written. Make its folder',
    ],
  ])('refuses %s with a message that helps', async (_, args, message) => {
    write('broken.ipynb', '{"nbformat": 4,');
    write('old.ipynb', { nbformat: 3, worksheets: [] });
    write('python.ipynb', { nbformat: 4, metadata: { kernelspec: { language: 'python' } }, cells: [] });
    writeParametrised('good.ipynb');

    const { exitCode, stdout, stderr } = await run(args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(`${stdout}${stderr}`).not.toMatch(/^ +at /m);
  });

  test('tells cells which notebook they belong to', async () => {
    writeNotebook(join(folder.path, 'mine.ipynb'), ['import.meta.filename']);

    await run(['mine.ipynb', '-o', 'mine-out.ipynb']);

    expect(cellsOf('mine-out.ipynb')[0].outputs[0].data['text/plain']).toBe(`'${join(folder.path, 'mine.ipynb')}'`);
  });

  test('keeps the output of programs that a cell starts', async () => {
    writeNotebook(join(folder.path, 'programs.ipynb'), [
      "import { execSync } from 'node:child_process';\nexecSync('echo waited for', { stdio: 'inherit' });",
      "import { spawn } from 'node:child_process';\nconst child = spawn('echo', ['beside'], { stdio: 'inherit' });\nawait new Promise((resolve) => child.once('close', resolve));",
    ]);

    await run(['programs.ipynb', '-o', 'programs-out.ipynb']);

    const [waitedFor, beside] = cellsOf('programs-out.ipynb');
    expect(waitedFor.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: 'waited for\n' }]);
    expect(beside.outputs[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'beside\n' });
  });

  test('tells the failing cell and the chain of causes, without colours for a file', async () => {
    writeNotebook(join(folder.path, 'fails.ipynb'), [
      '1',
      "throw new Error('no model', { cause: new RangeError('no rows') })",
    ]);

    const { exitCode, stderr } = await run(['fails.ipynb']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('fails.ipynb: code cell 2 of 2 failed.\nError: no model\n');
    expect(stderr).toContain('Caused by: RangeError: no rows');
    expect(stderr).not.toContain('\u001b');
  });

  test.each([
    ['waits', 'await new Promise(() => {});'],
    ['is busy', 'for (;;);'],
    [
      'waits for a program',
      "require('node:child_process').spawnSync('sh', ['-c', 'cd ' + __dirname + '; sleep 600 # ' + __dirname]);",
    ],
  ])('keeps what has run when Ctrl-C interrupts a cell that %s, and leaves nothing running', async (_, work) => {
    writeNotebook(join(folder.path, 'long.ipynb'), ['"first"', `process.kill(process.ppid, 'SIGINT');\n${work}`]);

    const { exitCode, stderr } = await run(['long.ipynb', '-o', 'long-out.ipynb']);

    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/long\.ipynb: interrupted in /);
    expect(cellsOf('long-out.ipynb')[0].outputs).toHaveLength(1);
    expect(processesOf(folder.path)).toEqual([]);
  });

  test('says in which cell it was interrupted', async () => {
    writeNotebook(join(folder.path, 'told.ipynb'), [
      "process.kill(process.ppid, 'SIGINT');\nawait new Promise(() => {});",
    ]);

    const { stderr } = await run(['told.ipynb', '-o', 'told-out.ipynb']);

    expect(stderr).toContain('told.ipynb: interrupted in code cell 1 of 1.');
    expect(cellsOf('told-out.ipynb')[0].outputs[0]).toMatchObject({ output_type: 'error', ename: 'Interrupted' });
  });

  test('ends when the command is killed, and keeps the outputs of the cells that have run', async () => {
    writeNotebook(join(folder.path, 'orphan.ipynb'), [
      '"first"',
      "process.kill(process.ppid, 'SIGKILL');\nawait new Promise(() => {});",
    ]);

    // The command's streams are closed only when the process that runs the cells has ended as well.
    const { stderr } = await run(['orphan.ipynb', '-o', 'orphan-out.ipynb']);

    expect(stderr).toContain('orphan.ipynb: interrupted in code cell 2 of 2.');
    expect(cellsOf('orphan-out.ipynb')[0].outputs).toHaveLength(1);
    expect(processesOf(folder.path)).toEqual([]);
  });
});
