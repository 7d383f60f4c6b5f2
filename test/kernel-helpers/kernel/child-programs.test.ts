import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PATIENCE_MS } from '../../../kernel-helpers/kernel/io-thread/interrupter';
import { ROOT } from '../../support/clone';
import { isAlive } from '../../support/is-alive';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';
import { KernelClient } from './support/kernel-client';

const folder = makeTemporaryFolder('child-programs');
let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: folder.path });
  await kernel.execute("import { execFileSync, execSync, fork, spawn, spawnSync } from 'node:child_process';");
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

const SAYS = "sh', ['-c', 'echo out; echo err >&2']";

describe('output that a program inherits', () => {
  test.each([
    ['is waited for', `const ended = spawnSync('${SAYS}, { stdio: 'inherit' }); [ended.status, ended.stdout]`],
    ['is waited for, by numbers', `const done = spawnSync('${SAYS}, { stdio: [0, 1, 2] }); [done.status, done.stdout]`],
    [
      'is not waited for',
      `const child = spawn('${SAYS}, { stdio: 'inherit' });
       const code = await new Promise((resolve) => child.once('close', resolve)); [code, child.stdout]`,
    ],
  ])('goes to the cell when the program %s', async (_how, code) => {
    const { stdout, stderr, result } = await kernel.execute(code);

    expect([stdout, stderr, result?.['text/plain']]).toEqual(['out\n', 'err\n', '[ 0, null ]']);
  });

  test('appears in order between what the cell prints', async () => {
    const { published } = await kernel.execute(`
      for (const round of [1, 2, 3]) {
        execSync(\`echo program \${round}\`, { stdio: 'inherit' });
        console.log('cell', round);
      }`);

    const texts = published.filter(({ type }) => type === 'stream').map(({ content }) => String(content.text));
    expect(texts.join('')).toBe('program 1\ncell 1\nprogram 2\ncell 2\nprogram 3\ncell 3\n');
  });

  test('is shown while the program still runs', async () => {
    const running = kernel.startExecution(`
      execSync('echo first; while [ ! -e go-on ]; do sleep 0.02; done; echo second', { stdio: 'inherit' });`);
    await kernel.waitFor(
      ({ parentId, type, content }) => parentId === running && type === 'stream' && content.text === 'first\n',
    );
    writeFileSync(join(folder.path, 'go-on'), '');

    expect((await kernel.executionOf(running)).stdout).toBe('first\nsecond\n');
  });

  test('arrives complete when it is long', async () => {
    const { stdout } = await kernel.execute("execFileSync('seq', ['200000'], { stdio: 'inherit' });");

    expect(stdout.split('\n')).toHaveLength(200_001);
    expect(stdout.endsWith('\n199999\n200000\n')).toBe(true);
  });

  test('goes to the cell that started the program, also after the cell has ended', async () => {
    const started = kernel.startExecution(
      "spawn('sh', ['-c', 'sleep 0.3; echo late'], { stdio: 'inherit' }); 'started'",
    );
    await kernel.executionOf(started);
    await kernel.execute("'next'");

    const late = await kernel.waitFor(({ type, content }) => type === 'stream' && content.text === 'late\n');
    expect(late.parentId).toBe(started);
  });

  test('is not shown for a silent cell', async () => {
    const { published } = await kernel.execute(`spawnSync('${SAYS}, { stdio: 'inherit' });`, { silent: true });

    expect(published.filter(({ type }) => type === 'stream')).toEqual([]);
  });

  test('does not change pipes, errors and messages', async () => {
    const { result, error } = await kernel.execute(`
      import { writeFileSync } from 'node:fs';
      writeFileSync('answers.cjs', "process.send('here'); console.log('printed');");
      const forked = fork('answers.cjs');
      const message = await new Promise((resolve) => forked.once('message', resolve));
      await new Promise((resolve) => forked.once('close', resolve));
      [message, execSync('echo piped').toString(), String(spawnSync('no-such-program', { stdio: 'inherit' }).error)]`);

    expect(error).toBeUndefined();
    expect(result?.['text/plain']).toBe("[ 'here', 'piped\\n', 'Error: spawnSync no-such-program ENOENT' ]");
  });
});

describe('a program that does not block the thread of the cell', () => {
  const start = (options: string) => `
    const child = spawn('sh', ['-c', 'echo $$ > pid; echo here; exec sleep 600'], ${options});
    await new Promise((resolve) => child.once('close', resolve));`;

  async function interruptStarted(options: string) {
    await kernel.execute("import { rmSync } from 'node:fs'; rmSync('pid', { force: true });");
    const file = join(folder.path, 'pid');
    const running = kernel.startExecution(start(options));
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
    await kernel.request('control', 'interrupt_request', {});
    const { error } = await kernel.executionOf(running);
    return { error, isRunning: () => isAlive(Number(readFileSync(file, 'utf8'))) };
  }

  test('is interrupted with its cell when it writes to the cell', async () => {
    const { error, isRunning } = await interruptStarted("{ stdio: 'inherit' }");

    expect(error).toMatchObject({ ename: 'Interrupted' });
    await until(() => !isRunning());
  });

  test('goes on after an interrupt when it writes to a pipe, and later cells can use it', async () => {
    const { error, isRunning } = await interruptStarted("{ stdio: 'pipe' }");

    expect(error).toMatchObject({ ename: 'Interrupted' });
    expect(isRunning()).toBe(true);
    expect((await kernel.execute('child.kill()')).result).toEqual({ 'text/plain': 'true' });
  });
});

describe('a program that a cell waits for', () => {
  test.each([
    ['by itself', "execSync('echo $$ > pid; sleep 600');"],
    ['with its output', "execSync('echo $$ > pid; sleep 600; echo never', { stdio: 'inherit' });"],
    ['in a loop that ignores errors', "for (;;) try { execSync('echo $$ > pid; sleep 600'); } catch {}"],
  ])('%s is ended by an interrupt, which ends the cell', async (_how, code) => {
    await kernel.execute("import { rmSync } from 'node:fs'; rmSync('pid', { force: true }); const kept = 41;");
    const file = join(folder.path, 'pid');
    const running = kernel.startExecution(code);
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
    const pid = Number(readFileSync(file, 'utf8'));
    await kernel.request('control', 'interrupt_request', {});
    const { error, stdout } = await kernel.executionOf(running);

    expect(error).toMatchObject({ ename: 'Interrupted' });
    expect(stdout).toBe('');
    expect(isAlive(pid)).toBe(false);
    expect((await kernel.execute('kept + 1')).result).toEqual({ 'text/plain': '42' });
  });

  test('is ended by an interrupt that came just before it started', async () => {
    const running = kernel.startExecution(`
      console.log('about to start');
      for (const end = Date.now() + ${PATIENCE_MS / 2}; Date.now() < end; );
      execSync('sleep 600');`);
    await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('is ended also inside protected code, which then runs to its end', async () => {
    const bridge = join(ROOT, 'kernel-helpers/dist/cell/kernel-bridge');
    await kernel.execute(`const { kernelBridge } = require('${bridge}'); let isThrough = false;`);
    await kernel.execute("rmSync('pid', { force: true });");
    const running = kernel.startExecution(`
      await kernelBridge().protect(() => { spawnSync('sh', ['-c', 'echo $$ > pid; sleep 600']); isThrough = true; });`);
    await until(() => existsSync(join(folder.path, 'pid')));
    await kernel.request('control', 'interrupt_request', {});
    const { error } = await kernel.executionOf(running);

    expect(error).toMatchObject({ ename: 'Interrupted' });
    expect((await kernel.execute('isThrough')).result).toEqual({ 'text/plain': 'true' });
  });

  test('is the only one that is ended: another program beside it goes on', async () => {
    await kernel.execute("const beside = spawn('sleep', ['600']);");
    await kernel.execute("rmSync('pid', { force: true });");
    const running = kernel.startExecution("execSync('echo $$ > pid; sleep 600');");
    await until(() => existsSync(join(folder.path, 'pid')));
    await kernel.request('control', 'interrupt_request', {});
    await kernel.executionOf(running);

    expect((await kernel.execute('[beside.exitCode, beside.kill()]')).result?.['text/plain']).toBe('[ null, true ]');
  });
});
