import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../support/clone';

export const EXTENSION = 'jupyterlab-tables-and-jobs';

/** What the bundle is made of. */
const SOURCES = [
  'jupyterlab-ext/src',
  'jupyterlab-ext/style',
  'jupyterlab-ext/schema',
  'jupyterlab-ext/package.json',
  'jupyterlab-ext/build-extension.mjs',
  'jupyterlab-ext/bundle-config.cjs',
  'kernel-helpers/src/sidebar-contract',
];
const BUNDLE = 'jupyterlab-ext/labextension';
const manifestSchema = z.object({ jupyterlab: z.object({ _build: z.object({ load: z.string() }) }) });

export interface BuiltExtension {
  readonly folder: string;
  /** The file that JupyterLab loads first. Its name holds a hash of the whole bundle's files. */
  readonly entry: string;
}

/**
 * The extension as built from the sources of this clone.
 * @throws Error that names the command if it is not built, or a source is younger than it
 */
export function builtExtension(root = ROOT): BuiltExtension {
  const folder = join(root, BUNDLE);
  // The builder writes the manifest in each build.
  const manifest = join(folder, 'package.json');
  const builtAt = statSync(manifest, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined)
    throw new Error(`The sidebar is not built: there is no ${BUNDLE}. Build it: npm run build`);
  const younger = SOURCES.flatMap((source) => filesIn(join(root, source))).find(
    (file) => statSync(file).mtimeMs > builtAt,
  );
  if (younger !== undefined) {
    throw new Error(
      `${relative(root, younger)} has changed since the sidebar was built, so a browser would test an older one. Build it: npm run build`,
    );
  }
  return { folder, entry: manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8'))).jupyterlab._build.load };
}

function filesIn(place: string): readonly string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
