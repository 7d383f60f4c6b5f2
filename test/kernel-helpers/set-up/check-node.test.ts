import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const folder = makeTemporaryFolder('old-node');
afterAll(() => folder.close());

const RUN = join(ROOT, 'kernel-helpers', 'set-up', 'run.cjs');

describe('on a Node that is too old', () => {
  test.each(['0.10.48', '18.20.8', '20.18.3'])(
    '%s: every command says so, says what to do, and does nothing',
    async (version) => {
      const result = await runProcess(process.execPath, ['--require', pretendingToBe(version), RUN], {
        cwd: folder.path,
      });

      expect(result.exitCode).toBe(1);
      expect(result.stdout).toBe('');
      expect(result.stderr).toBe(
        `Node ${version} is too old: 20.19 or newer is needed. ` +
          'Install a current LTS release from https://nodejs.org, then run the same command again.\n',
      );
    },
  );

  test('the oldest Node is the one that package.json names', () => {
    const manifest = z.object({ engines: z.object({ node: z.string() }) });
    const { engines } = manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    const source = readFileSync(join(ROOT, 'kernel-helpers', 'set-up', 'check-node.cjs'), 'utf8');
    const [, major, minor] = /OLDEST = \[(\d+), (\d+)\]/.exec(source) ?? [];

    expect(engines.node).toBe(`>=${major}.${minor}`);
  });
});

function pretendingToBe(version: string): string {
  const file = join(folder.path, `node-${version}.cjs`);
  writeFileSync(file, `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
  return file;
}

test('every other package runs on that Node, too, but one whose authors name a newer one: all our tests run it on Node 20', async () => {
  const refusing = `:attr(engines, [node]):not(:semver(20.19.0, :attr(engines, [node])))`;

  const { stdout } = await runProcess('npm', ['query', '--package-lock-only', refusing], { cwd: ROOT });

  const packages = z.array(z.object({ name: z.string() })).parse(JSON.parse(stdout));
  expect(packages.map(({ name }) => name)).toEqual(['@polyglot-sql/sdk']);
});
