// Makes the program of the image (image-program/) from the compiled one (dist/): one bundle, and the lockfile of the one
// package that stays outside of it. The same inputs give the same bytes on any machine: no path of this machine is in them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

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
];

/** What this program never calls: what only notebooks ask of AWS, the driver's transfer of files, zod's messages in other languages. */
const LEFT_OUT =
  /^(@aws-sdk\/client-(cloudwatch-logs|ecr|iam|sagemaker|sagemaker-runtime|service-quotas)|@azure\/storage-blob)$/;
const ZOD_LANGUAGES = /\/locales\/index\.c?js$/;

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve }) {
    const path = join(here, 'left-out.cjs');
    onResolve({ filter: LEFT_OUT }, () => ({ path }));
    onResolve({ filter: ZOD_LANGUAGES }, ({ resolveDir }) =>
      resolveDir.includes('/node_modules/zod/') ? { path } : undefined,
    );
  },
};

async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => `container/dist/${name}.js`),
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
    plugins: [leaveOut],
    external: [
      // Native code: it stays a package.
      'koffi',
      // The program's own folder, found at run time.
      'container/package.json',
    ],
  });
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
await bundle();
describePackage();
