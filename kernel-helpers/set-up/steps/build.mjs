import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sourceFiles } from '../fingerprint.mjs';
import { runQuietly } from '../run-process.mjs';

/** The projects that the commands run. The order does not matter: each project names the ones that it builds on. */
const PROJECTS = [
  'kernel-helpers',
  'kernel-helpers/table-page',
  'kernel-helpers/kernel',
  'kernel-helpers/jupyter',
  'kernel-helpers/local-account',
  'kernel-helpers/release',
  'container',
  'jupyterlab-ext',
];

/** What draws pictures of charts: a bundle of Vega, and fonts. */
const DRAWING = 'kernel-helpers/drawing';

/**
 * Compiles the TypeScript of every project that a command runs, and bundles the sidebar and the table for the browser,
 * Vega, and the program of the training image.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {import('../step.mjs').Step}
 */
export function build({ root, env }) {
  const page = join(root, 'jupyterlab-ext');
  const image = join(root, 'container');
  const table = join(root, 'kernel-helpers', 'table-page');
  const outputs = [
    ...PROJECTS.map((project) => join(root, project, 'dist')),
    join(root, 'kernel-helpers', 'dist', 'table-page.mjs'),
    join(page, 'labextension'),
    join(image, 'image-program'),
    join(root, DRAWING, 'dist'),
  ];
  return {
    name: 'build',
    diskBytes: 40_000_000,
    fingerprint: () =>
      fingerprint({
        files: [
          join(root, 'tsconfig.base.json'),
          join(root, 'package-lock.json'),
          join(image, 'bundle.mjs'),
          join(root, DRAWING, 'bundle-vega.mjs'),
          join(image, 'bundled-packages.mjs'),
          join(image, 'left-out.cjs'),
          ...sourceFiles(table, /\.(mjs|css)$/),
          ...['kernel-helpers', 'container'].flatMap((room) => sourceFiles(join(root, room), /\.ts$|\.json$/)),
          ...sourceFiles(page, /\.(tsx?|json|css|js|mjs|cjs)$/),
        ],
      }),
    isIntact: () => outputs.every((output) => existsSync(output)),
    // The compiler trusts its own records, which still exist after somebody deleted `dist` by hand.
    run: (signal) => compile({ root, env }, { isAnew: !outputs.every((output) => existsSync(output)), signal }),
    undo: () => {
      // The next compilation repairs a failed one; earlier output stays usable.
    },
  };
}

/**
 * Compiles and bundles everything.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @param {{ isAnew: boolean, signal: AbortSignal }} options `isAnew` compiles everything, also what has not changed: the
 * compiler lists the members of some types in another order when it compiles only a part
 */
export async function compile({ root, env }, { isAnew, signal }) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const force = isAnew ? ['--force'] : [];
  await runQuietly(process.execPath, [compiler, '-b', ...force, ...PROJECTS], { cwd: root, env, signal });
  await runQuietly(process.execPath, [join(root, DRAWING, 'bundle-vega.mjs')], { cwd: root, env, signal });
  await runQuietly(process.execPath, [join(root, 'kernel-helpers', 'table-page', 'bundle.mjs')], {
    cwd: root,
    env,
    signal,
  });
  await runQuietly(process.execPath, [join(root, 'container', 'bundle.mjs')], { cwd: root, env, signal });
  await runQuietly(process.execPath, [join(root, 'jupyterlab-ext', 'build-extension.mjs')], { cwd: root, env, signal });
}
