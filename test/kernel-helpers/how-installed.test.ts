import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { howInstalled } from 'kernel-helpers/how-installed';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeTemporaryFolder('place of Ann');
});
afterEach(() => {
  folder.close();
});

test('advice in a clone names the commands of the clone', () => {
  expect(howInstalled()).toEqual({
    command: 'npx kernel-helpers',
    install: 'install-kernel',
    open: 'Open the notebook with npm start.',
    repair: 'run npm run set-up',
  });
});

test("advice in an unpacked archive names the archive's own command, which brings its Node.js", () => {
  mkdirSync(join(folder.path, 'node_modules'));
  for (const file of ['install', 'kernel-helpers']) writeFileSync(join(folder.path, file), '');

  expect(howInstalled(join(folder.path, 'node_modules'))).toEqual({
    command: `'${folder.path}/kernel-helpers'`,
    install: 'install',
    open: `Open the notebook in JupyterLab with the kernel TypeScript; where it is missing: '${folder.path}/kernel-helpers' install`,
    repair: `unpack the archive of the release again in ${folder.path}`,
  });
});

test('advice for packages that npm installed names their folder, because npx looks only in the current one', () => {
  expect(howInstalled(join(folder.path, 'node_modules'))).toEqual({
    command: `npx --prefix '${folder.path}' kernel-helpers`,
    install: 'install',
    open: expect.stringContaining(`npx --prefix '${folder.path}' kernel-helpers install`),
    repair: `install the packages of the release with npm again in ${folder.path}`,
  });
});
