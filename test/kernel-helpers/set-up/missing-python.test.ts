import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { copyCloneTo } from '../../support/clone-copy';
import { processesOf } from '../../support/processes-of';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

let clone: TemporaryFolder;
let programs: string;
beforeEach(() => {
  clone = makeTemporaryFolder('no-python');
  copyCloneTo(clone.path);
  programs = join(clone.path, 'programs');
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, 'node'));
  // Takes the place of a long installation, so that there is a step to stop.
  addProgram('npm', 'mkdir node_modules; exec sleep 600');
});
afterEach(() => clone.close());

describe('set-up without a usable Python', () => {
  test('says what to install, stops the steps that it had begun, and leaves nothing incomplete', async () => {
    const result = await setUp();

    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /^Python 3\.10 or newer is needed for JupyterLab, and none was found\. Install it \(Debian or Ubuntu: apt-get/,
    );
    expectNothingHalfMade();
  });

  test('names the old Pythons that it found', async () => {
    addProgram('python3', `echo '["/usr/bin/python3", 3, 8]'`);

    const result = await setUp();

    expect(result.stderr).toContain('only an older one was found (python3 is 3.8).');
    expectNothingHalfMade();
  });

  test('says which part is missing when Python cannot make virtual environments', async () => {
    addProgram(
      'python3',
      `case "$2" in *json*) echo '["'"$0"'", 3, 12]';; *) echo "No module named ensurepip"; exit 1;; esac`,
    );

    const result = await setUp();

    expect(result.stderr).toMatch(
      /python3 cannot make virtual environments\. Install its venv module \(Debian or Ubuntu: apt-get/,
    );
    expectNothingHalfMade();
  });
});

function setUp() {
  const env = { PATH: `${programs}:${join(programs, 'basics')}`, HOME: clone.path };
  const basics = join(programs, 'basics');
  mkdirSync(basics);
  for (const name of ['sh', 'mkdir', 'sleep']) symlinkSync(`/bin/${name}`, join(basics, name));
  return runProcess(process.execPath, [join(clone.path, 'kernel-helpers', 'set-up', 'run.cjs')], {
    cwd: clone.path,
    env,
    deadlineSeconds: 30,
  });
}

function addProgram(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

function expectNothingHalfMade(): void {
  expect(existsSync(join(clone.path, 'node_modules'))).toBe(false);
  expect(existsSync(join(clone.path, '.venv'))).toBe(false);
  expect(processesOf(clone.path)).toEqual([]);
}
