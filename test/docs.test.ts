import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { z } from 'zod';
import { ROOT } from './support/clone';
import { sourceFiles } from './support/source-files';

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  bin: z.record(z.string(), z.string()).default({}),
});
const MANIFESTS = ['', 'kernel-helpers', 'kernel-helpers/local-account', 'jupyterlab-ext', 'container'].map((folder) =>
  manifest.parse(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))),
);

const documents = sourceFiles(ROOT, /^[A-Z-]+(\.es)?\.md$/).map((path) => ({
  name: relative(ROOT, path),
  path,
  text: readFileSync(path, 'utf8'),
}));

describe.each(documents)('$name', ({ path, text }) => {
  test('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);

    expect(targets.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });

  test('names only files that exist', () => {
    const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|cjs|py|txt|json|ipynb))`/g)].map(
      ([, file = '']) => file,
    );
    const isThere = (file: string) => [dirname(path), ROOT].some((folder) => existsSync(join(folder, file)));

    expect(named.filter((file) => !isThere(file))).toEqual([]);
  });

  test('names only commands that exist', () => {
    const scripts = new Set(Object.keys(MANIFESTS[0]?.scripts ?? {}));
    const programs = new Set(MANIFESTS.flatMap(({ bin }) => Object.keys(bin)));
    const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => script);
    const run = [...text.matchAll(/\bnpx ([\w-]+)/g)].map(([, program = '']) => program);

    expect(named.filter((script) => !scripts.has(script))).toEqual([]);
    expect(run.filter((program) => !programs.has(program))).toEqual([]);
  });

  test('shows TypeScript that compiles', () => {
    const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

    expect(blocks.flatMap((code, index) => complaintsAbout(code, index))).toEqual([]);
  });
});

/** Compiles a piece of code as if it stood in the clone's own folder. */
function complaintsAbout(code: string, index: number): readonly string[] {
  const name = join(ROOT, `example-${index + 1}.ts`);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node20,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(path, code, ts.ScriptTarget.ES2022) : readSource(path, ...rest);
  host.fileExists = (path) => path === name || ts.sys.fileExists(path);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
