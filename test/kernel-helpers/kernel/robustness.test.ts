import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { isAlive } from '../../support/is-alive';
import { KernelClient } from './support/kernel-client';

/** The files that the test's client puts into the kernel's folder: the connection file and the installation. */
const OF_TEST = ['connection.json', 'share'];

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

/** What a kernel leaves is looked for after each one, so that ten say as much as more would. */
describe('ten kernels in a row', () => {
  test('leave no process, no port and no file, whether they are shut down or killed', async () => {
    const left: string[] = [];
    for (let round = 0; round < 10; round++) {
      const kernel = await KernelClient.start();
      if (round % 2 === 1) {
        const exited = once(kernel.process, 'exit');
        kernel.process.kill('SIGKILL');
        await exited;
      } else {
        await kernel.shutDown();
      }
      const open = await Promise.all(kernel.ports.map(isListening));
      left.push(...readdirSync(kernel.workingDirectory).filter((name) => !OF_TEST.includes(name)));
      if (open.includes(true)) left.push(`a port of kernel ${round}`);
      if (isAlive(kernel.process.pid)) left.push(`process ${kernel.process.pid}`);
      await kernel.close();
    }

    expect(left).toEqual([]);
  });
});

describe('a kernel', () => {
  test('does not pass its own settings to programs that its cells start', async () => {
    const kernel = await KernelClient.start();
    const { stdout } = await kernel.execute(
      "import { execSync } from 'node:child_process';\nexecSync('env', { stdio: 'inherit' });",
    );
    await kernel.close();

    const names = stdout.split('\n').map((line) => line.split('=')[0]);
    expect(names).toContain('PATH');
    expect(names.filter((name) => !(name in process.env) && !name.startsWith('JPY_'))).toEqual(['']);
  });

  test('that is shut down with open timers and sockets ends at once, with exit code 0', async () => {
    const kernel = await KernelClient.start();
    await kernel.execute(
      "import { createServer } from 'node:net'; createServer().listen(0); setInterval(() => {}, 1_000);",
    );

    const begun = performance.now();
    const exitCode = await kernel.shutDown();
    await kernel.close();

    expect(exitCode).toBe(0);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test('that is busy can be shut down too', async () => {
    const kernel = await KernelClient.start();
    kernel.startExecution('console.log("busy"); while (true) {}');
    await kernel.waitFor(({ content }) => content.text === 'busy\n');

    await kernel.shutDown();
    await kernel.close();

    expect(isAlive(kernel.process.pid)).toBe(false);
  });

  test('prints a hundred megabytes, and answers afterwards', async () => {
    const kernel = await KernelClient.start();

    const { stdout, reply } = await kernel.execute(
      "const line = 'x'.repeat(1_000_000);\nfor (let i = 0; i < 100; i++) console.log(line);",
    );
    const next = await kernel.execute('1 + 1');
    await kernel.close();

    expect(stdout.length).toBe(100 * 1_000_001);
    expect(reply.status).toBe('ok');
    expect(next.result).toEqual({ 'text/plain': '2' });
  }, 60_000);
});
