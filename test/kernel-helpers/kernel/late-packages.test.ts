import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { expectInterruptible } from './support/expect-interruptible';
import { KernelClient } from './support/kernel-client';
import { installPackagesOfEveryForm } from './support/packages-of-every-form';

let folder: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  folder = makeTemporaryFolder('late-packages');
  installPackagesOfEveryForm(folder.path);
  mkdirSync(join(folder.path, 'node_modules'), { recursive: true });
  kernel = await KernelClient.start({
    cwd: folder.path,
    env: { NODE_PATH: join(folder.path, 'elsewhere/packages') },
  });
});
afterAll(async () => {
  await kernel?.close();
  folder?.close();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), text);
}

/** Its main file is not the usual one, so Node.js has to read its package.json. */
function install(name: string, version: string, code: string, more: object = {}): void {
  rmSync(join(folder.path, 'node_modules', name), { recursive: true, force: true });
  const main = `v${version}.js`;
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, main, types: 'i.d.ts', ...more }));
  write(`node_modules/${name}/${main}`, code);
  write(`node_modules/${name}/i.d.ts`, 'export declare const value: number;');
}

/** The text of the result, or the message of the error. */
async function answerOf(code: string): Promise<unknown> {
  const { error, result, stderr } = await kernel.execute(code);
  return error?.evalue ?? (stderr === '' ? result?.['text/plain'] : stderr);
}

test.each([
  ['import', (name: string) => `import { value } from '${name}'; value`],
  ['import() of a computed name', (name: string) => `const named = '${name}'; (await import(named)).value`],
  ['require', (name: string) => `require('${name}').value`],
])('a package that was not there is loaded by %s once it is installed', async (how, codeFor) => {
  const name = `late-for-${how.replace(/\W+/g, '-')}`;
  expect(await answerOf(codeFor(name))).toContain('Cannot find');
  install(name, '1.0.0', 'exports.value = 1;');
  expect(await answerOf(codeFor(name))).toBe('1');
});

test('a package is loaded once the package is installed that it needs', async () => {
  install('needs-another', '1.0.0', "import { value as other } from 'needed'; export const value = other + 1;", {
    type: 'module',
  });
  const code = "import { value } from 'needs-another'; value";
  expect(await answerOf(code)).toContain("Cannot find package 'needed' imported from");
  install('needed', '1.0.0', 'exports.value = 1;');
  expect(await answerOf(code)).toBe('2');
});

test('a package that goes on without another is not loaded a second time', async () => {
  const code = "export const value = {}; await import('optional').catch(() => undefined);";
  install('goes-on', '1.0.0', code, { type: 'module' });
  expect(await answerOf("import { value } from 'goes-on'; const first: unknown = value;")).toBeUndefined();
  expect(await answerOf("import { value } from 'goes-on'; value === first")).toBe('true');
});

test("a file of the user's own is loaded once the package is installed that it needs", async () => {
  write('own.ts', "import { value as other } from './deeper';\nexport const value = other + 1;");
  write('deeper.ts', "// @ts-ignore\nimport { value as other } from 'needed-by-own';\nexport const value = other + 1;");
  const code = "const file = './own'; (await import(file)).value";
  expect(await answerOf(code)).toContain("Cannot find package 'needed-by-own' imported from");
  install('needed-by-own', '1.0.0', 'exports.value = 1;');
  expect(await answerOf(code)).toBe('3');
});

test.each([
  ['CommonJS by import', "import { value } from 'replaced-a'; value", 'replaced-a', 'exports.value = 1;', {}],
  ['CommonJS by require', "require('replaced-b').value", 'replaced-b', 'exports.value = 1;', {}],
  [
    'a module',
    "import { value } from 'replaced-c'; value",
    'replaced-c',
    'export const value = 1;',
    { type: 'module' },
  ],
])(
  'the loaded version stays when another is installed, and the cell says so: %s',
  async (_what, code, name, js, more) => {
    install(name, '1.0.0', js, more);
    expect(await answerOf(code)).toBe('1');
    install(name, '1.0.1', js.replace('1', '2'), more);

    const again = await kernel.execute(code);
    const third = await kernel.execute(code);

    expect(again.stderr).toBe(
      `${name} has changed since this kernel loaded it. Restart the kernel to use the new version.\n`,
    );
    expect(third.stderr).toBe('');
  },
);

test('a linked package of the workspace is loaded anew when it was edited', async () => {
  const code = "import { sum } from 'linked'; sum";
  expect(await answerOf(code)).toBe('6');
  write('workspace/part/src/part.ts', 'export const part: number = 10;');
  expect(await answerOf(code)).toBe('15');
});

test('import finds packages in NODE_PATH last, with their types', async () => {
  write('elsewhere/packages/by-path/package.json', '{ "name": "by-path", "main": "j.js", "types": "j.d.ts" }');
  write('elsewhere/packages/by-path/j.js', 'exports.value = 1;');
  write('elsewhere/packages/by-path/j.d.ts', 'export declare const value: number;');
  expect(await answerOf("import { value } from 'by-path'; value.toFixed(1)")).toBe("'1.0'");
  expect(await answerOf("import { value } from 'by-path'; value.trim()")).toContain("Property 'trim' does not exist");
});

test.each([
  ['a package that waits for ever', "import { x } from 'never-ready'; x"],
  ['a file that waits for ever', "import { y } from './never'; y"],
  ['a file that never ends', "import { z } from './busy.mjs'; z"],
])('the import of %s can be interrupted, and the next cell imports', async (_what, code) => {
  write('never.ts', "export const y = 1;\nconsole.log('started');\nawait new Promise(() => {});\nexport {};");
  write('busy.mjs', "export const z = 1;\nconsole.log('started');\nfor (;;);");

  await expectInterruptible(kernel, code);

  expect(await answerOf("import { now } from 'quick-module'; now")).toBe('5');
  write('never.ts', 'export const y = 2;');
  expect(await answerOf("import { y } from './never'; y")).toBe('2');
});

// npm removes what package.json does not list, so this test is the last one.
test('npm in a cell installs a package that the next cell imports', async () => {
  write('package.json', '{ "private": true }');
  write('source/package.json', '{ "name": "from-npm", "version": "1.0.0", "main": "i.js", "types": "i.d.ts" }');
  write('source/i.js', 'exports.value = 1;');
  write('source/i.d.ts', 'export declare const value: number;');
  const npm =
    "import { execSync } from 'node:child_process'; execSync('npm install --offline --install-links ./source', { stdio: 'ignore' });";
  expect(await answerOf(npm)).toBeUndefined();
  expect(await answerOf("import { value } from 'from-npm'; value.toFixed(1)")).toBe("'1.0'");
});
