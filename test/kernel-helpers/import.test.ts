import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/clone';
import { runToSuccess } from '../support/run-process';

const ENTRY = join(ROOT, 'kernel-helpers', 'dist', 'index.js');

/** Packages that take a tenth of a second and more to load: each is loaded by the first call that needs it. */
const HEAVY =
  /node_modules\/(@aws-sdk|@smithy|apache-arrow|danfojs|esbuild|@resvg|snowflake-sdk|tar|tslab|typescript)\b/;

describe('importing kernel-helpers', () => {
  test('loads no package that is slow to load', async () => {
    const program = `require(${JSON.stringify(ENTRY)}); console.log(Object.keys(require.cache).join('\\n'))`;
    const stdout = await runToSuccess(process.execPath, ['-e', program], { cwd: ROOT, deadlineSeconds: 20 });

    const loaded = stdout.split('\n');
    expect(loaded.length).toBeGreaterThan(50);
    expect(loaded.filter((file) => HEAVY.test(file))).toEqual([]);
  });
});
