import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { versionOf } from '../language/file-version';
import { OWN_TYPE_ROOT } from '../language/own-type-root';
import { RUNTIME_FEATURES } from '../language/runtime-features';
import { DIST, MODULES, ownFiles, TYPESCRIPT } from './snapshot-contents';

/** The one source that is no file. */
const ENTRY = 'snapshot-entry.js';

/** Names of functions stay, because people see them in stack traces; TypeScript's own are shortened too. */
const SHORT = { minifySyntax: true, minifyWhitespace: true } as const;

/**
 * Bundles all modules, because a snapshot is built from one file, which may load no other.
 * @returns the files that the bundle was made of.
 */
export async function bundleEntry(outfile: string): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: entryCode(), resolveDir: DIST, sourcefile: ENTRY },
    outfile,
    absWorkingDir: DIST,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The source stays in the memory of every kernel, once for each of its threads, so it should be small.
    ...SHORT,
    logLevel: 'silent',
    plugins: [knowsTypeRoot, knowsFeatures, keepsPlaces],
  });
  return Object.keys(metafile.inputs)
    .filter((name) => name !== ENTRY)
    .map((name) => join(DIST, name));
}

function entryCode(): string {
  const modules = MODULES.map((filename) => {
    const name = JSON.stringify(filename);
    return `{ filename: ${name}, version: ${JSON.stringify(versionOf(filename))}, exports: require(${name}) }`;
  });
  const files = ownFiles().map((filename) => ({ filename, version: versionOf(filename) }));
  return `
    const { prepareSnapshot } = require('./snapshot/prepare-snapshot.js');
    prepareSnapshot([${modules.join(', ')}], ${JSON.stringify(files)});`;
}

/** Node.js 24 aborts when a worker thread loads `node:crypto` and the snapshot holds it; hashes are not needed here. */
const CRYPTO = '_crypto = require("crypto")';
const NO_CRYPTO = '_crypto = undefined';

const CACHED_DIRECTORY = 'memoize(() => process.cwd())';
const DIRECTORY = '() => process.cwd()';

/** Modules that look for other files in their own folder must still find them when they are part of a bundle. */
const keepsPlaces: Plugin = {
  name: 'keep the places of modules',
  setup(builder) {
    builder.onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const original = readFileSync(path, 'utf8');
      const place = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};\n`;
      return { contents: place + (path === TYPESCRIPT ? await fitForSnapshot(original) : original), loader: 'js' };
    });
  },
};

/** Keeps out handles and the folder in which the snapshot was built. */
async function fitForSnapshot(typescript: string): Promise<string> {
  const replacements = [
    [CACHED_DIRECTORY, DIRECTORY],
    [CRYPTO, NO_CRYPTO],
  ] as const;
  const fit = replacements.reduce((text, [search, replacement]) => replaceOnce(text, search, replacement), typescript);
  return (await transform(fit, { ...SHORT, minifyIdentifiers: true })).code;
}

/** A snapshot has no `require.resolve`. */
const knowsTypeRoot: Plugin = {
  name: 'know where @types/node lies',
  setup(builder) {
    builder.onLoad({ filter: /own-type-root\.js$/ }, () => ({
      contents: `exports.OWN_TYPE_ROOT = ${JSON.stringify(OWN_TYPE_ROOT)};`,
    }));
  },
};

/** Node.js has less while it builds a snapshot than when it runs. */
const knowsFeatures: Plugin = {
  name: 'know what this Node.js has',
  setup(builder) {
    builder.onLoad({ filter: /runtime-features\.js$/ }, () => ({
      contents: `exports.RUNTIME_FEATURES = ${JSON.stringify(RUNTIME_FEATURES)};`,
    }));
  },
};

function replaceOnce(text: string, search: string, replacement: string): string {
  const parts = text.split(search);
  if (parts.length !== 2) throw new Error(`TypeScript has changed: "${search}" was found ${parts.length - 1} times.`);
  return parts.join(replacement);
}
