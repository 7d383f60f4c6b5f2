import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PYTHON } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { type InstalledForTest, installForTest } from '../kernel/support/installed-kernel';

let folder: TemporaryFolder;
let kernel: InstalledForTest;
beforeAll(async () => {
  folder = makeTemporaryFolder('papermill');
  kernel = await installForTest();
}, 60_000);
afterAll(() => {
  kernel?.remove();
  folder?.close();
});

/** Runs papermill's own command, as a person would. */
function papermill(args: readonly string[]) {
  return runProcess(join(dirname(PYTHON), 'papermill'), args, {
    cwd: folder.path,
    env: { ...process.env, ...kernel.env },
  });
}

const DEFAULTS = `const region: string = 'eu'; // where to look
let rows: number = 3;
const options: Record<string, number> = { depth: 6 };
function later() {}`;

function write(name: string, result: string): void {
  const cell = (id: string, source: string, tags: readonly string[]) => {
    return { id, cell_type: 'code', metadata: { tags }, source, outputs: [], execution_count: null };
  };
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const cells = [cell('defaults', DEFAULTS, ['parameters']), cell('result', result, [])];
  writeFileSync(
    join(folder.path, name),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }),
  );
}

function cellsOf(name: string) {
  const { cells } = JSON.parse(readFileSync(join(folder.path, name), 'utf8'));
  return cells.map(({ source, outputs }: { source: string[]; outputs: { data?: unknown }[] }) => {
    return { source: source.join(''), shown: outputs[0]?.data };
  });
}

describe('papermill', () => {
  test('sets parameters of a TypeScript notebook without any flag', async () => {
    write('in.ipynb', "[region === 'de', rows + 1, options.eta ?? 0.3, city]");
    const values = ['-p', 'region', 'us', '-p', 'rows', '4', '-y', '{options: {depth: 2}, city: Zürich "Süd"}'];

    const { exitCode, stderr } = await papermill(['in.ipynb', 'out.ipynb', ...values]);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('Passed unknown parameter: city'),
    });
    const [, injected, result] = cellsOf('out.ipynb');
    expect(injected.source.split('\n')).toEqual([
      '// Parameters',
      'const options: any = {"depth": 2};',
      'const city: string = "Zürich \\"Süd\\"";',
      'const region: string = "us";',
      'const rows: number = 4;',
    ]);
    expect(result.shown).toEqual({ 'text/plain': [`[ false, 5, 0.3, 'Zürich "Süd"' ]`] });
  });

  test('shows the parameters of a notebook, with their types, defaults and comments', async () => {
    write('described.ipynb', '1');

    const { stdout } = await papermill(['--help-notebook', 'described.ipynb']);

    expect(stdout).toMatch(/region: string \(default 'eu'\)\s+where to look\n/);
    expect(stdout).toMatch(/rows: number \(default 3\)\s*\n/);
    expect(stdout).toContain('options: Record<string, number> (default { depth: 6 })');
    expect(stdout).not.toContain('later');
  });

  test('refuses a name or a number that TypeScript cannot have, in one message', async () => {
    write('refused.ipynb', '1');

    const { exitCode, stderr } = await papermill([
      'refused.ipynb',
      'no.ipynb',
      '-p',
      'max-rows',
      '3',
      '-p',
      'id',
      '9007199254740993',
    ]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("Error: The parameter 'max-rows' has no name that TypeScript allows. Rename it:");
    expect(stderr).toContain(
      "The parameter 'id' holds 9007199254740993, which numbers in TypeScript cannot hold exactly.",
    );
    expect(stderr).not.toContain('Traceback');
  });
});
