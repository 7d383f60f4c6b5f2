// Bundles the parts of Vega and Vega-Lite that draw a chart in the kernel into one file, with their licences beside it.
// The packages themselves are 23 MB in 60 folders, which an installation would hold and a first chart would load.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { OUTLINE_PACKAGES, writeOutlines } from './cut-outlines.mjs';

const here = import.meta.dirname;
const root = dirname(dirname(here));
const folder = join(here, 'dist');

const ENTRY = `
export { parse, SVGStringRenderer, textMetrics, View } from 'vega';
export { compile } from 'vega-lite';
`;

/** Charts hold their data: nothing is loaded, and measuring text by a canvas would differ between machines. */
const LEFT_OUT = {
  name: 'leave out what reads networks and canvases',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node-fetch|canvas)$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = undefined;' }));
  },
};

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  stdin: { contents: ENTRY, resolveDir: join(root, 'kernel-helpers') },
  outfile: join(folder, 'vega.cjs'),
  write: false,
  bundle: true,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Node's own files of these packages are one piece each; of their modules, a bundle takes only what it uses.
  mainFields: ['module', 'main'],
  conditions: ['import'],
  minify: true,
  legalComments: 'none',
  logLevel: 'error',
  plugins: [LEFT_OUT],
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
const packages = [
  ...new Set(Object.keys(metafile.inputs).flatMap((path) => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [])),
];
writeOutlines(folder);
writeFileSync(join(folder, 'LICENSES.txt'), [...packages, ...OUTLINE_PACKAGES].sort().map(licenceOf).join('\n'));

function licenceOf(path) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(root, path, file), 'utf8')}`;
}
