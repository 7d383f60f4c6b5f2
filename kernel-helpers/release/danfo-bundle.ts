import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type ReleaseFile, written } from './release-file';

export const DANFO = 'danfojs-node';

/** node-fetch and danfo's plots for browsers ask for these packages, which are not installed here, and do without. */
const NOT_THERE = ['encoding', 'plotly.js-dist-min'];

/**
 * danfo with all that it needs, in one file. As its authors publish it, it downloads TensorFlow's native library when it
 * is installed, and takes one package from a web site in place of the registry; this clone replaces both, and npm honours
 * replacements only at the root of an installation.
 */
export async function bundleDanfo(root: string): Promise<readonly ReleaseFile[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: `module.exports = require('${DANFO}');`, resolveDir: join(root, 'kernel-helpers') },
    outfile: join(root, 'index.js'),
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    external: NOT_THERE,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const folders = [...new Set(Object.keys(metafile.inputs).flatMap(packageFolder))].sort();
  const licences = (await Promise.all(folders.map((folder) => licenceOf(root, folder)))).join('\n');
  const { version, license } = JSON.parse(await readFile(join(root, 'node_modules', DANFO, 'package.json'), 'utf8'));
  const manifest = { name: DANFO, version, license, main: 'index.js' };
  return [
    written('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`),
    ...outputFiles.map(({ contents }) => written('index.js', contents)),
    written('LICENSES.txt', licences),
  ];
}

/** `node_modules/a/node_modules/@b/c` of a path below it. */
function packageFolder(path: string): readonly string[] {
  const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
  return folder === undefined ? [] : [folder];
}

async function licenceOf(root: string, folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).sort().find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : await readFile(join(root, folder, file), 'utf8');
  return `${name} ${version} (${license ?? 'see its licence'})\n\n${text}`;
}
