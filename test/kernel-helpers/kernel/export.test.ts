import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { PYTHON, ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { type ProcessResult, runProcess, runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { type CellSource, writeNotebook } from '../../support/write-notebook';
import { type InstalledForTest, installForTest } from './support/installed-kernel';

/** What cells hold that a script may not, each with what it prints in the notebook and in the script. */
const CELLS: readonly (readonly [cell: CellSource, printed?: string])[] = [
  ['# Houses\n\nThey have *rooms*.\n\nAnd a roof.'],
  [
    "import { readFileSync, type Stats } from 'node:fs';\nimport { join } from 'node:path';\nconst file: Stats = null; const rows = [1, 2]",
  ],
  ['// A cell that begins with a bracket goes on with nothing.\n(rows as number[]).map((row) => row)'],
  // A name that is imported or declared in several cells.
  ["import { join } from 'node:path';\nconsole.log(typeof readFileSync, join('a', 'b'))", 'function a/b'],
  ['const { a, b: [c = 5] } = { a: 1, b: [] }\nlet later: number = 1'],
  ["const a = 'again'; let later: string\nconsole.log(a, c, later)", 'again 5 undefined'],
  ["import { sep as a } from 'node:path'; console.log(a.length)", '1'],
  ['function size() { return 1 }\nconst ask = () => size()'],
  ['console.log(size(), ask())\nfunction size() { return 2 }', '2 2'],
  ['class Box { v = 1 }'],
  ['class Box { v = 2 }\nconst box: Box = new Box()\nconsole.log(box.v)', '2'],
  ['for (var i = 0; i < 3; i++) { var inner = i }'],
  ['let i = 7, inner = i\nconsole.log(i, inner)', '7 7'],
  // What Node.js does not strip.
  [
    'enum Roof { Flat, Steep = 5 }\nnamespace Rooms { export const most = Roof.Steep }\nconsole.log(Roof[0], Rooms.most)',
    'Flat 5',
  ],
  [
    'class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y } }\nconsole.log(new Point(1).sum())',
    '3',
  ],
  ['const big = <T,>(x: T) => <number>(<unknown>x)\nconsole.log(big(3) satisfies number)', '3'],
  [
    'function named(target: any, context: any) { return class extends target { kind = context.name } as any }\n@named class House {}\nconsole.log((new House() as any).kind)',
    'House',
  ],
  // What cells have and scripts have not.
  ["const os = require('node:os'); console.log(typeof os.cpus, __dirname === import.meta.dirname)", 'function true'],
  ["import fs = require('fs'); console.log(typeof fs.statSync)", 'function'],
  ['export const shared = 9; export { shared as other }\nexport default shared'],
  ['export = shared'],
  ['/** @module attic */\nexport const attic: number = 4'],
  ["import { attic } from './attic'; console.log(attic)", '4'],
  // Files and packages as Node.js finds them.
  [
    "import { rooms, type Plan } from './plans/plan'\nconst plan: Plan = { rooms: 2 }\nconsole.log(rooms(plan), (await import('./plans/plan')).rooms(plan))",
    '2 2',
  ],
  ["import twice, { half } from 'late-names';\nconsole.log(half(4), typeof twice)", '2 object'],
  [{ source: "const before = 1;\nthrow new RangeError('no rows')", tags: ['raises-exception'] }],
  ['console.log(before)', '1'],
  [{ source: 'process.exit(3)', tags: ['skip-execution'] }],
];

const PRINTED = CELLS.flatMap(([, printed]) => printed ?? []);
const SHIPPED = ['snowflake-load-dataset', 'sagemaker-snowflake-example'];

let folder: TemporaryFolder;
let installed: InstalledForTest;
let account: TestAccount;
beforeAll(async () => {
  // The folder is inside the clone, so that its packages are found from the notebook's folder upwards.
  folder = makeTemporaryFolder('export', join(ROOT, 'out'));
  [installed, account] = await Promise.all([installForTest(), startLocalAccount()]);
  mkdirSync(join(folder.path, 'plans'));
  writeFileSync(
    join(folder.path, 'plans/plan.ts'),
    'export interface Plan { rooms: number }\nexport const rooms = ({ rooms }: Plan): number => rooms;\n',
  );
  const late = join(folder.path, 'node_modules/late-names');
  mkdirSync(late, { recursive: true });
  writeFileSync(join(late, 'package.json'), '{ "name": "late-names", "version": "1.0.0", "main": "index.js" }');
  writeFileSync(join(late, 'index.js'), "module.exports = Object.fromEntries([['half', (x) => x / 2]]);");
  writeNotebook(
    join(folder.path, 'words.ipynb'),
    CELLS.map(([cell]) => cell),
  );
  writeNotebook(join(folder.path, 'python-words.ipynb'), ['%timeit 1', 'console.log(1)']);
  await runToSuccess(
    join(dirname(PYTHON), 'jupyter-nbconvert'),
    [
      ...['--to', 'script', '--output-dir', folder.path, 'words.ipynb', 'python-words.ipynb'],
      ...SHIPPED.map((name) => join(ROOT, 'notebooks', `${name}.ipynb`)),
    ],
    { cwd: folder.path, env: { ...process.env, ...installed.env } },
  );
}, 60_000);
afterAll(async () => {
  await account?.close();
  installed?.remove();
  folder?.close();
});

const scriptOf = (name: string): string => readFileSync(join(folder.path, `${name}.ts`), 'utf8');

/** `node name.ts`. Node.js 20 cannot load TypeScript, so a hook strips the types there as newer ones do. */
function runScript(name: string, env: NodeJS.ProcessEnv = {}): Promise<ProcessResult> {
  const hook = join(__dirname, 'support/strip-types.mjs');
  const strips =
    'typescript' in process.features && process.features.typescript ? [] : ['--import', pathToFileURL(hook).href];
  return runProcess(process.execPath, ['--no-warnings', ...strips, `${name}.ts`], {
    cwd: folder.path,
    env: { ...process.env, NODE_OPTIONS: undefined, ...env },
  });
}

describe('jupyter nbconvert --to script', () => {
  test('keeps Markdown as comments and every cell in its place', () => {
    expect(scriptOf('words')).toContain('\n\n// # Houses\n//\n// They have *rooms*.\n//\n// And a roof.\n\n');
    expect(scriptOf(SHIPPED[0] ?? '')).toMatch(
      /^\/\/ ## Look before you load\n\/\/\n.*\n\nshow\(houses\.describe\(\)\);$/m,
    );
  });

  test('gives a script that prints what the cells print', async () => {
    const { exitCode, stdout, stderr } = await runScript('words');

    expect({ printed: stdout.trimEnd().split('\n'), exitCode }).toEqual({ printed: PRINTED, exitCode: 0 });
    expect(stderr).toMatch(/^RangeError: no rows\n/);
  });

  test('gives what the kernel itself prints', async () => {
    const cli = join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs');

    const { stderr } = await runProcess(process.execPath, [cli, 'run', 'words.ipynb', '-o', 'ran.ipynb'], {
      cwd: folder.path,
    });

    const { cells }: { cells: { outputs?: { name?: string; text?: string }[] }[] } = JSON.parse(
      readFileSync(join(folder.path, 'ran.ipynb'), 'utf8'),
    );
    const printed = cells.flatMap(({ outputs = [] }) => outputs.filter(({ name }) => name === 'stdout'));
    expect({ printed: printed.map(({ text }) => text?.trimEnd()), stderr }).toEqual({ printed: PRINTED, stderr: '' });
  });

  test('keeps a cell that is not TypeScript as a comment, and says why', async () => {
    expect(scriptOf('python-words')).toContain('// This cell is not valid TypeScript. This notebook is in TypeScript');

    expect((await runScript('python-words')).stdout).toBe('1\n');
  });

  test('holds only types that Node.js can strip, in the shipped notebooks too, whose types are right', () => {
    const program = ts.createProgram(
      ['words', ...SHIPPED].map((name) => join(folder.path, `${name}.ts`)),
      {
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        allowImportingTsExtensions: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.Preserve,
        types: ['node'],
      },
    );
    const problems = ts.getPreEmitDiagnostics(program).filter(({ file, code }) => {
      const isShipped = SHIPPED.some((name) => file?.fileName.endsWith(`${name}.ts`));
      return isShipped || code === 1294 || code === 1484;
    });

    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  test('runs the shipped notebook about Snowflake from top to bottom', async () => {
    const { exitCode, stdout, stderr } = await runScript('snowflake-load-dataset', account.env);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
    expect(stdout).toContain('Median house value by place');
  });
});
