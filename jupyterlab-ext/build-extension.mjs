// Bundles the compiled page (dist/) into the folder that JupyterLab loads (labextension/). Needs Node alone.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
// The builder's own entry for programs; the package offers no command for it.
const builder = resolve('@jupyter/builder/lib/build-labextension.js');
const core = resolve('@jupyterlab/core-meta/core.package.json');

const { status, stdout, stderr, error } = spawnSync(
  process.execPath,
  [builder, '--core-package-file', core, import.meta.dirname],
  // The builder reads licences seen from where it runs.
  { cwd: import.meta.dirname, encoding: 'utf8' },
);
if (error !== undefined) throw error;
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}\nThe extension was not bundled. Compile it first: npm run build\n`);
  process.exitCode = 1;
}
