import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';

const BUILT = join(ROOT, 'jupyterlab-ext/labextension');
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** What the bundle takes from JupyterLab, and in which versions. */
function sharedByBundle(): readonly (readonly [name: string, range: string])[] {
  const [entry = ''] = readdirSync(join(BUILT, 'static')).filter((file) => file.startsWith('remoteEntry.'));
  const text = readFileSync(join(BUILT, 'static', entry), 'utf8');
  const asked = text.matchAll(/shareKey:"([^"]+)",import:null,requiredVersion:"([^"]+)"/g);
  return [...asked].map(([, name = '', range = '']) => [name, range]);
}

test('the built sidebar takes from JupyterLab the ranges that it declares, which begin at JupyterLab 4.2', () => {
  const { dependencies } = manifest.parse(JSON.parse(readFileSync(join(BUILT, 'package.json'), 'utf8')));
  const shared = sharedByBundle();

  expect(Object.fromEntries(shared)).toMatchObject({
    '@jupyterlab/application': '^4.2.0',
    '@jupyterlab/apputils': '^4.3.0',
    '@lumino/widgets': '^2.3.0',
    react: '^18.2.0',
  });
  expect(shared.filter(([name, range]) => dependencies[name] !== range)).toEqual([]);
});
