import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { installKernel } from '../../../kernel-helpers/kernel/dist/install';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { KERNEL_MAIN } from './support/kernel-client';
import { runPython } from './support/python';

let installed: InstalledForTest | undefined;
afterEach(() => installed?.remove());

describe('installKernel', () => {
  test('writes a kernelspec under a prefix, where Jupyter finds it', async () => {
    installed = await installForTest();

    const listed = await runPython(['-m', 'jupyter_client.kernelspecapp', 'list', '--json'], installed.env);
    const { kernelspecs } = JSON.parse(listed.stdout);

    expect(kernelspecs.tslab.resource_dir).toBe(`${installed.prefix}/share/jupyter/kernels/tslab`);
    expect(kernelspecs.tslab.spec).toMatchObject({ language: 'typescript', interrupt_mode: 'message' });
  });

  test('may be run twice, and removes what it installed', async () => {
    installed = await installForTest();
    const { prefix } = installed;

    const again = await installKernel({ prefix });
    const specification: unknown = JSON.parse(readFileSync(`${again.directory}/kernel.json`, 'utf8'));
    const removed = await installKernel({ prefix, remove: true });
    const removedAgain = await installKernel({ prefix, remove: true });

    expect(specification).toMatchObject({ display_name: 'TypeScript' });
    expect([again.action, removed.action, removedAgain.action]).toEqual(['installed', 'removed', 'was not there']);
    expect(existsSync(again.directory)).toBe(false);
  });

  test('refuses two places at once', async () => {
    await expect(installKernel({ prefix: '/nowhere', user: true })).rejects.toThrow(
      'Choose one of --prefix, --user and --sys-prefix.',
    );
  });

  test('says what to do when the place cannot be written', async () => {
    const prefix = `${KERNEL_MAIN}/a-file-is-no-folder`;

    await expect(installKernel({ prefix })).rejects.toThrow(
      `The kernel could not be installed in ${prefix}/share/jupyter/kernels/tslab. Make the folder writable, or choose another with --prefix.`,
    );
  });
});
