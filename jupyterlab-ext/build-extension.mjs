// Bundles the compiled page (dist/) into the folder that JupyterLab loads (labextension/). Needs Node alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
// The builder's own entry for programs; the package offers no command for it.
const builder = require.resolve('@jupyter/builder/lib/build-labextension.js');
const core = require('@jupyterlab/core-meta/core.package.json');
const { dependencies } = require('./package.json');

// The bundle asks JupyterLab for the versions in this file. Ask for the ranges that package.json declares, because
// those of the JupyterLab that we build with refuse every older one.
const folder = mkdtempSync(join(tmpdir(), 'jupyterlab-core-'));
const corePackage = join(folder, 'core.package.json');
const declared = Object.entries(dependencies);
const shared = Object.fromEntries(declared.filter(([name]) => name in { ...core.dependencies, ...core.resolutions }));
writeFileSync(
  corePackage,
  JSON.stringify({
    ...core,
    dependencies: { ...core.dependencies, ...shared },
    resolutions: { ...core.resolutions, ...shared },
  }),
);

const { status, stdout, stderr, error } = spawnSync(
  process.execPath,
  [builder, '--core-package-file', corePackage, import.meta.dirname],
  // The builder reads licences seen from where it runs.
  { cwd: import.meta.dirname, encoding: 'utf8' },
);
rmSync(folder, { recursive: true });
if (error !== undefined) throw error;
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}\nThe extension was not bundled. Compile it first: npm run build\n`);
  process.exitCode = 1;
}
