/** Bundles the built program with the parts of kernel-helpers that it uses, so that the image needs few packages. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const [, , outdir] = process.argv;

await build({
  absWorkingDir: here,
  entryPoints: ['main', 'index', 'xgboost/training-thread', 'xgboost/tracker-thread'].map((name) => `dist/${name}.js`),
  outbase: 'dist',
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  external: [
    // The image's own packages: native, or large and loaded lazily.
    'koffi',
    'snowflake-sdk',
    '@aws-sdk/*',
    // This package's own folder, found at run time.
    'container/package.json',
    // What only notebooks load.
    'tslab',
    'danfojs-node',
    'parquet-wasm',
    'apache-arrow',
  ],
});
