import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { descendantsOf } from '../../../kernel-helpers/kernel/io-thread/process-tree';
import { until } from '../../support/until';
import { withEnvironment } from '../../support/with-environment';

test('descendants of a process are found without running a program, except those that are left out', async () => {
  const child = spawn('/bin/sh', ['-c', '/bin/sleep 600 & wait']);
  const restore = withEnvironment({ PATH: '/nowhere' });
  try {
    const { pid = 0 } = child;
    await until(() => descendantsOf(pid, new Set()).length === 1);
    const [sleeping = 0] = descendantsOf(pid, new Set());

    expect(descendantsOf(process.pid, new Set())).toEqual(expect.arrayContaining([pid, sleeping]));
    expect(descendantsOf(process.pid, new Set([pid]))).not.toContain(sleeping);
    process.kill(sleeping);
    await once(child, 'exit');
    expect(descendantsOf(pid, new Set())).toEqual([]);
  } finally {
    restore();
  }
});
