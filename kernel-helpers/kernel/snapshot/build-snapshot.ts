import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { OWN_TYPE_ROOT } from '../compiler/own-type-root';
import { KERNEL_NODE_OPTIONS, TRY_START } from '../node-options';
import { PARSED_FILES } from './parsed-files';

const DIST = dirname(__dirname);
const MAIN = join(DIST, 'main.js');
const TYPESCRIPT = require.resolve('typescript');
const FORK = '@tslab/typescript-for-tslab';
/** A snapshot is built in three seconds, and a kernel starts in half a second; a machine may be busy. */
const PATIENCE_MS = 60_000;
const SHIM = join(DIST, 'compiler/typescript-for-tslab.js');

/** What a kernel loads at every start and a snapshot can hold: pure JavaScript without handles or threads. */
const MODULES = [
  TYPESCRIPT,
  SHIM,
  ...[
    'cell-program',
    'cell-transformers',
    'compiler-system',
    'emitted-maps',
    'interrupt-checks',
    'module-resolution',
    'shorthand-properties',
    'strictness',
  ].map((name) => join(DIST, `compiler/${name}.js`)),
  ...['converter', 'inspect', 'metadata', 'tspath', 'util'].map((name) => require.resolve(`tslab/dist/${name}.js`)),
  require.resolve('zod'),
  require.resolve('escape-html'),
];

/**
 * Builds the V8 start-up snapshot of the kernel, or finds it built already. Takes about four seconds and 50 MB.
 * It fits exactly this build of Node.js and these packages, which its name tells apart.
 * Rejects when Node.js cannot build snapshots here, or not start from them.
 */
export async function buildSnapshot(): Promise<string> {
  const blob = snapshotFile();
  if (existsSync(blob)) return blob;
  const directory = dirname(blob);
  await mkdir(directory, { recursive: true });
  const bundle = join(directory, `${process.pid}.js`);
  const unfinished = join(directory, `${process.pid}.blob`);
  const said = join(directory, `${process.pid}.log`);
  try {
    await bundleEntry(bundle);
    await runNode(['--snapshot-blob', unfinished, '--build-snapshot', bundle], said);
    // Some builds of Node.js write snapshots that they cannot start from, or not with threads or with all modules.
    await runNode(['--snapshot-blob', unfinished, MAIN, TRY_START], said);
    await rename(unfinished, blob);
    await removeOutdated(directory, blob);
  } finally {
    await Promise.all([bundle, unfinished, said].map((file) => rm(file, { force: true })));
  }
  return blob;
}

/**
 * Runs Node.js as a kernel runs, with a file for what it says. Pipes would do harm: Node.js 22 and 24 keep them
 * in the snapshot, and abort when a kernel started from it loads `node:child_process`.
 */
async function runNode(parameters: readonly string[], said: string): Promise<void> {
  const output = await open(said, 'w');
  try {
    const child = spawn(process.execPath, [...KERNEL_NODE_OPTIONS, ...parameters], {
      cwd: DIST,
      env: withoutNodeOptions(),
      stdio: ['ignore', output.fd, output.fd],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    const [exitCode, signal] = await once(child, 'exit');
    if (exitCode === 0) return;
    const text = await readFile(said, 'utf8');
    throw new Error(`Node.js ended with ${exitCode ?? signal} after it had said:\n${text}`);
  } finally {
    await output.close();
  }
}

/** A snapshot starts under the options of V8 that it was built with and no others; NODE_OPTIONS may hold some. */
function withoutNodeOptions(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _left, ...env } = process.env;
  return env;
}

/** The snapshot that fits this process and its environment, if it has been built. */
export function findSnapshot(): string | undefined {
  if (process.env.NODE_OPTIONS) return undefined;
  const blob = snapshotFile();
  return existsSync(blob) ? blob : undefined;
}

function snapshotFile(): string {
  return join(DIST, 'snapshots', `${nodeFingerprint()}-${packagesFingerprint()}.blob`);
}

/** Snapshots of packages that have been replaced since. Another Node.js may have been given the kernel as well. */
async function removeOutdated(directory: string, blob: string): Promise<void> {
  const ofThisNode = (await readdir(directory)).filter((name) => name.startsWith(`${nodeFingerprint()}-`));
  const outdated = ofThisNode.map((name) => join(directory, name)).filter((file) => file !== blob);
  await Promise.all(outdated.map((file) => rm(file, { force: true })));
}

/** Tells builds of Node.js apart, also two of one version. */
function nodeFingerprint(): string {
  return fingerprint([process.version, process.arch], [process.execPath]);
}

/** Tells the versions of what lies in the snapshot apart, and the options that it needs. */
function packagesFingerprint(): string {
  return fingerprint(KERNEL_NODE_OPTIONS, [__filename, join(__dirname, 'prepare-snapshot.js'), ...MODULES]);
}

function fingerprint(words: readonly string[], files: readonly string[]): string {
  const hash = createHash('sha256').update(words.join(' '));
  for (const file of files) hash.update(`${file} ${JSON.stringify(identityOf(file))}`);
  return hash.digest('hex').slice(0, 16);
}

function identityOf(file: string): { readonly size: number; readonly modifiedMs: number } {
  const { size, mtimeMs } = statSync(file);
  return { size, modifiedMs: mtimeMs };
}

/** A snapshot is built from one file that may load nothing else. */
async function bundleEntry(outfile: string): Promise<void> {
  await build({
    stdin: { contents: entryCode(), resolveDir: DIST, sourcefile: 'snapshot-entry.js' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The source stays in memory with every kernel.
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [replacesFork, knowsTypeRoot, keepsPlaces],
  });
}

function entryCode(): string {
  const modules = MODULES.map((filename) => {
    const name = JSON.stringify(filename);
    return `{ filename: ${name}, ...${JSON.stringify(identityOf(filename))}, exports: require(${name}) }`;
  });
  return `
    const { prepareSnapshot } = require('./snapshot/prepare-snapshot.js');
    const { createConverter } = require('tslab/dist/converter.js');
    prepareSnapshot({ modules: [${modules.join(', ')}], createConverter });`;
}

const PARSE =
  'function createSourceFile(fileName, sourceText, languageVersionOrOptions, setParentNodes = false, scriptKind) {';
const REUSE = `function createSourceFile(...parameters) {
  const parsedFiles = globalThis[Symbol.for('${PARSED_FILES}')];
  const parse = () => parseSourceFile(...parameters);
  return parsedFiles ? parsedFiles.reuse(parameters[0], parameters[1], parse) : parse();
}
function parseSourceFile(fileName, sourceText, languageVersionOrOptions, setParentNodes = false, scriptKind) {`;

/** Node.js 24 aborts when a worker thread loads `node:crypto` and the snapshot holds it; hashes are not needed here. */
const CRYPTO = '_crypto = require("crypto")';
const NO_CRYPTO = '_crypto = undefined';

const CACHED_DIRECTORY = 'memoize(() => process.cwd())';
const DIRECTORY = '() => process.cwd()';

/** Modules that look beside themselves for other files must still find them when they lie in one bundle. */
const keepsPlaces: Plugin = {
  name: 'keep the places of modules',
  setup(builder) {
    builder.onLoad({ filter: /\.js$/ }, ({ path }) => {
      const original = readFileSync(path, 'utf8');
      const place = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};\n`;
      return { contents: place + (path === TYPESCRIPT ? fitForSnapshot(original) : original), loader: 'js' };
    });
  },
};

/** Makes TypeScript ask for parsed files, and keep neither the folder in which the snapshot was built nor handles. */
function fitForSnapshot(typescript: string): string {
  const replacements = [
    [PARSE, REUSE],
    [CACHED_DIRECTORY, DIRECTORY],
    [CRYPTO, NO_CRYPTO],
  ] as const;
  return replacements.reduce((text, [search, replacement]) => replaceOnce(text, search, replacement), typescript);
}

/** As `loadTslab` does at run time. */
const replacesFork: Plugin = {
  name: "replace tslab's fork of TypeScript",
  setup(builder) {
    builder.onResolve({ filter: /^@tslab\/typescript-for-tslab$/ }, () => ({ path: FORK, namespace: 'shim' }));
    builder.onLoad({ filter: /.*/, namespace: 'shim' }, () => ({
      contents: `module.exports = require(${JSON.stringify(SHIM)}).createTypeScriptForTslab();`,
      resolveDir: DIST,
    }));
  },
};

/** A snapshot has no `require.resolve`. */
const knowsTypeRoot: Plugin = {
  name: 'know where @types/node lies',
  setup(builder) {
    builder.onLoad({ filter: /own-type-root\.js$/ }, () => ({
      contents: `exports.OWN_TYPE_ROOT = ${JSON.stringify(OWN_TYPE_ROOT)};`,
    }));
  },
};

function replaceOnce(text: string, search: string, replacement: string): string {
  const parts = text.split(search);
  if (parts.length !== 2) throw new Error(`TypeScript has changed: "${search}" was found ${parts.length - 1} times.`);
  return parts.join(replacement);
}
