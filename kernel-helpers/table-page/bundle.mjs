// Makes the one ES module and the style sheet that draw a table in the browser (kernel-helpers/dist/table-page.*). The
// same inputs give the same bytes on any machine.
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

await build({
  absWorkingDir: here,
  entryPoints: { 'table-page': 'table-page.ts' },
  outdir: join(here, '../dist'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  target: 'es2022',
  // It travels to the page with the first table of a notebook.
  minify: true,
  legalComments: 'none',
});
await build({
  absWorkingDir: here,
  entryPoints: { 'table-page': 'table-page.css' },
  outdir: join(here, '../dist'),
  bundle: true,
  minify: true,
});
