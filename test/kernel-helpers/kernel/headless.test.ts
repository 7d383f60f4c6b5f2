import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { runPython } from './support/python';

let installed: InstalledForTest;
let directory: string;
beforeAll(async () => {
  installed = await installForTest();
  directory = mkdtempSync(join(tmpdir(), 'headless-'));
}, 60_000);
afterAll(() => {
  installed.remove();
  rmSync(directory, { recursive: true, force: true });
});

interface CellOfTest {
  readonly source: string;
  readonly tags?: readonly string[];
}

async function execute(cells: readonly CellOfTest[]) {
  const path = join(directory, 'notebook.ipynb');
  const executed = join(directory, 'executed.ipynb');
  const written = cells.map(({ source, tags = [] }, index) => {
    return { cell_type: 'code', id: `c${index}`, metadata: { tags }, source, outputs: [], execution_count: null };
  });
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: written }));
  const program = [
    'import nbformat, sys',
    'from nbclient import NotebookClient',
    'notebook = nbformat.read(sys.argv[1], as_version=4)',
    'try: NotebookClient(notebook, timeout=60).execute()',
    'finally: nbformat.write(notebook, sys.argv[2])',
  ].join('\n');
  const run = await runPython(['-c', program, path, executed], installed.env, directory);
  return { run, cells: JSON.parse(readFileSync(executed, 'utf8')).cells };
}

describe('nbclient', () => {
  test('executes a notebook, goes on after an expected error and keeps every line', async () => {
    const { run, cells } = await execute([
      { source: 'throw new TypeError("expected");', tags: ['raises-exception'] },
      { source: 'for (let i = 0; i < 3000; i++) console.log(i);' },
      { source: '"after"' },
    ]);

    expect(run.exitCode).toBe(0);
    expect(cells[0].outputs[0]).toMatchObject({ output_type: 'error', ename: 'TypeError', evalue: 'expected' });
    expect(
      cells[1].outputs
        .map(({ text }: { text: string }) => text)
        .join('')
        .split('\n'),
    ).toHaveLength(3001);
    expect(cells[2].outputs[0]).toMatchObject({ output_type: 'execute_result', data: { 'text/plain': ["'after'"] } });
    expect(cells.map((cell: { execution_count: number }) => cell.execution_count)).toEqual([1, 2, 3]);
  });

  test('fails a notebook that fails, with the line and what was thrown', async () => {
    const { run } = await execute([{ source: 'const rooms = 3;\nthrow new RangeError("no buyer");' }]);

    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain('RangeError: no buyer');
    expect(run.output).toContain('Cell [1]:2:7');
  });
});
