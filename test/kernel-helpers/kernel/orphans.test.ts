import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isAlive } from '../../support/is-alive';
import { until } from '../../support/until';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { KernelClient } from './support/kernel-client';

let installed: InstalledForTest;
beforeAll(async () => {
  installed = await installForTest();
}, 60_000);
afterAll(() => installed.remove());

test('a kernel ends by itself when the process that started it has died', async () => {
  const argv = ['/bin/sh', '-c', '"$@" & wait', 'sh', ...installed.argv];
  const kernel = await KernelClient.start({ otherStart: { kind: 'by another process', argv } });
  const { result } = await kernel.execute('process.pid');
  const pid = Number(result?.['text/plain']);

  kernel.process.kill('SIGKILL');

  await until(() => !isAlive(pid));
  await kernel.close();
  expect(isAlive(pid)).toBe(false);
});
