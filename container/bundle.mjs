// Makes the program of the image (image-program/) from the compiled one (dist/): bundles, and the lockfile of the one
// package that stays outside of it. The same inputs give the same bytes on any machine: no path of this machine is in them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { fileOf, OWN_FILES, placePackages } from './bundled-packages.mjs';

const here = import.meta.dirname;
const root = dirname(here);
const folder = process.argv[2] ?? join(here, 'image-program');

/** The programs that Node starts, and what a training script imports. */
const ENTRIES = [
  'main',
  'index',
  'xgboost/training-thread',
  'xgboost/tracker-thread',
  'training/rows/decode-thread',
  'training/line/host-line-thread',
  'training/watchdog/watchdog-thread',
];

const OPTIONS = {
  absWorkingDir: root,
  outbase: 'container/dist',
  // Source maps name sources as seen from here: `container/src/main.ts`, `node_modules/…`.
  outdir: root,
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // Stacks name files and lines; the text of all sources would be most of the image's program.
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'external',
  external: [
    // Native code: it stays a package.
    'koffi',
    // The program's own folder, found at run time.
    'container/package.json',
  ],
};

/** Loading a model gives tables, which no host makes: the image has nothing of it, and loadModel() says so there. */
const leftToNotebooks = {
  name: 'left-to-notebooks',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/load-from$/ }, () => ({ path: './explain/load-from.js', external: true }));
  },
};

async function bundlePrograms() {
  for (const name of ENTRIES) {
    const plugins = [placePackages(here, '../'.repeat(name.split('/').length - 1) || './'), leftToNotebooks];
    writeFiles(await build({ ...OPTIONS, entryPoints: [`container/dist/${name}.js`], plugins }));
  }
}

/** A thread that reading a large result starts, found beside the program that starts it. */
async function bundleReaders() {
  const entryPoints = ['kernel-helpers/dist/snowflake/result/decode-thread.js'];
  const plugins = [placePackages(here, './')];
  writeFiles(await build({ ...OPTIONS, entryPoints, outbase: 'kernel-helpers/dist/snowflake/result', plugins }));
}

async function bundlePackages() {
  for (const name of OWN_FILES) {
    const stdin = {
      contents: `module.exports = require('${name}');`,
      resolveDir: join(root, 'kernel-helpers'),
    };
    const outfile = join(root, `${fileOf(name)}.js`);
    const options = { ...OPTIONS, outdir: undefined, outfile, stdin, plugins: [placePackages(here, '../', name)] };
    writeFiles(await build(options));
  }
}

function writeFiles({ outputFiles }) {
  for (const { path, contents } of outputFiles) {
    const target = join(folder, 'dist', path.slice(root.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}

/** A package of its own: `npm ci` in its folder installs koffi, in the version and with the checksum of the repository's lockfile. */
function describePackage() {
  const { name, version, license, main, exports, dependencies } = readJson(join(here, 'package.json'));
  const facts = { name, version, private: true, license, dependencies: { koffi: dependencies.koffi } };
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  writeJson('package.json', { ...facts, main, exports });
  writeJson('package-lock.json', {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: Object.fromEntries([
      ['', facts],
      ...locked.filter(([path]) => /^node_modules\/(koffi|@koromix\/koffi-[^/]+)$/.test(path)),
    ]),
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeJson(name, value) {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
}

// What an older build left there would otherwise reach the image.
rmSync(folder, { recursive: true, force: true });
await bundlePrograms();
await bundleReaders();
await bundlePackages();
describePackage();
