import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runNotebook } from '../../../kernel-helpers/kernel/dist/notebook-runner/run-notebook';
import { BRIDGE } from './support/bridge-in-cell';

const executedSchema = z.looseObject({
  cells: z.array(
    z.looseObject({ source: z.string(), execution_count: z.number().nullish(), outputs: z.array(z.looseObject({})) }),
  ),
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'run-notebook-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface CellOfTest {
  readonly id?: string;
  readonly source: string;
  readonly tags?: readonly string[];
}

function write(cells: readonly CellOfTest[]): string {
  const path = join(directory, 'notebook.ipynb');
  const written = cells.map(({ source, id, tags = [] }) => {
    return { cell_type: 'code', id, metadata: { tags }, source, outputs: [], execution_count: null };
  });
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: written }));
  return path;
}

async function run(cells: readonly CellOfTest[], parameters: Readonly<Record<string, unknown>> = {}) {
  const output = join(directory, 'executed.ipynb');
  const exitCode = await runNotebook(write(cells), { output, parameters });
  return { exitCode, cells: executedSchema.parse(JSON.parse(readFileSync(output, 'utf8'))).cells };
}

describe('runNotebook', () => {
  test('writes results, printed text, displays and their updates into the copy', async () => {
    const { exitCode, cells } = await run([
      { source: 'const rooms = 3;\nconsole.log("a");\nconsole.log("b");\nrooms' },
      { source: "import { newDisplay } from 'tslab';\nconst slot = newDisplay();\nslot.text('old');" },
      { source: "slot.text('new'); rooms + 1" },
    ]);

    expect(exitCode).toBe(0);
    expect(cells[0]?.outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
      { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': '3' }, metadata: {} },
    ]);
    expect(cells[1]?.outputs).toEqual([{ output_type: 'display_data', data: { 'text/plain': 'new' }, metadata: {} }]);
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3]);
  });

  test('tells code in a cell the id of that cell', async () => {
    const { cells } = await run([{ id: 'first-cell', source: `${BRIDGE}.cellId` }, { source: `${BRIDGE}.cellId` }]);

    expect(cells[0]?.outputs).toMatchObject([{ data: { 'text/plain': "'first-cell'" } }]);
    expect(cells[1]?.outputs).toEqual([]);
  });

  test('survives a late error after a cell has removed all listeners', async () => {
    const { exitCode, cells } = await run([
      { source: "process.removeAllListeners();\nsetTimeout(() => { throw new Error('late'); }, 20);" },
      { source: "await new Promise((done) => setTimeout(done, 100));\n'after'" },
    ]);

    expect(exitCode).toBe(0);
    // The cell that runs at that moment shows it.
    expect(JSON.stringify(cells.map(({ outputs }) => outputs))).toContain('Uncaught Error: late');
    expect(cells[1]?.outputs.at(-1)).toMatchObject({ data: { 'text/plain': "'after'" } });
  });

  test('sets parameters after the cell that is tagged for them', async () => {
    const { cells } = await run(
      [{ source: "const region: string = 'eu';", tags: ['parameters'] }, { source: 'region + rooms' }],
      { region: 'us', rooms: 4 },
    );

    expect(cells[1]?.source).toBe('// Parameters\nconst region: string = "us";\nconst rooms: number = 4;');
    expect(cells[2]?.outputs[0]).toMatchObject({ data: { 'text/plain': "'us4'" } });
  });

  test('lets cells compare a parameter with other values than its own', async () => {
    const { exitCode, cells } = await run([{ source: "[region === 'eu', options.depth ?? 6, quick || rooms > 3]" }], {
      region: 'us',
      options: {},
      quick: false,
      rooms: 4,
    });

    expect(exitCode).toBe(0);
    expect(cells[1]?.outputs[0]).toMatchObject({ data: { 'text/plain': '[ false, 6, true ]' } });
  });

  test('names every parameter that cannot be set, before anything runs', async () => {
    const refused = runNotebook(write([{ source: '1' }]), {
      parameters: { 'a-b': 1, class: 2, when: new Date(0), big: 3n },
    });

    await expect(refused).rejects.toThrow(
      [
        "The parameter 'a-b' has no name that TypeScript allows. Rename it: letters, digits and _, and no digit first.",
        "The parameter 'class' has a name that TypeScript or tslab keeps for itself. Rename it, for example to class_value.",
        "The parameter 'when' holds a value of the type Date, which cannot be written as TypeScript. Give text, a number, true, false, null, a list or an object of these.",
        "The parameter 'big' holds a value of the type bigint, which cannot be written as TypeScript. Give text, a number, true, false, null, a list or an object of these.",
      ].join('\n'),
    );
  });

  test('stops at the first cell that fails, keeps its error and exits with 1', async () => {
    const { exitCode, cells } = await run([
      { source: 'throw new Error("expected")', tags: ['raises-exception'] },
      { source: 'const text: string = 3;' },
      { source: '"never"' },
    ]);

    expect(exitCode).toBe(1);
    expect(cells[0]?.outputs[0]).toMatchObject({ output_type: 'error', ename: 'Error', evalue: 'expected' });
    expect(cells[1]?.outputs[0]).toMatchObject({ output_type: 'error', ename: 'TypeScriptError' });
    expect(cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  test.each(['process.exit(0)', 'setTimeout(() => process.exit(0)); await new Promise(() => {})'])(
    'fails a notebook whose cell ends the process with exit code 0: %s',
    async (source) => {
      const { exitCode, cells } = await run([{ source: '"before"' }, { source }, { source: '"never"' }]);

      expect(exitCode).toBe(1);
      expect(cells[0]?.outputs).toHaveLength(1);
      expect(cells[1]?.outputs).toContainEqual(expect.objectContaining({ output_type: 'error', ename: 'ProcessExit' }));
      expect(cells[2]?.outputs).toEqual([]);
    },
  );

  test('waits for timers that do not keep a process alive', async () => {
    const wait = "await new Promise((resolve) => AbortSignal.timeout(20).addEventListener('abort', resolve)); 'came'";

    const { exitCode, cells } = await run([{ source: wait }]);

    expect(exitCode).toBe(0);
    expect(cells[0]?.outputs[0]).toMatchObject({ data: { 'text/plain': "'came'" } });
  });

  test('skips cells with the tag for that', async () => {
    const { exitCode, cells } = await run([{ source: 'throw 1', tags: ['skip-execution'] }, { source: '"runs"' }]);

    expect(exitCode).toBe(0);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([null, 1]);
  });

  test('refuses a file that is not a notebook', async () => {
    const path = join(directory, 'notes.txt');
    writeFileSync(path, 'notes');

    expect(await runNotebook(path)).toBe(1);
  });
});
