import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InternalError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { bundleDanfo, DANFO } from './danfo-bundle';
import type { LockedPackages } from './locked-packages';
import { type Command, publishedCommand } from './published-command';
import { filesBelow, placed, type ReleaseFile, written } from './release-file';

/** A package of this clone, as it is published. */
export interface OwnPackage {
  /** The name by which programs load it. */
  readonly name: string;
  readonly version: string;
  /** The name of its file: `<title>-<version>.tgz`. */
  readonly title: string;
  readonly files: readonly ReleaseFile[];
}

interface Recipe {
  readonly title: string;
  /** In the clone. */
  readonly folder: string;
  /** Which files below the folder are published. */
  readonly isPublished: RegExp;
  readonly command?: Command;
  /** What the published manifest says in addition. */
  readonly manifest?: object;
  /** Packages of others that it needs; by default those of its manifest. */
  readonly needs?: readonly string[];
}

/** Maps name sources that are not published. Those of the image's program stay, since they decide what the image is. */
const COMPILED = String.raw`dist\/(?!snapshots\/).*\.(?:js|d\.ts)`;

const RECIPES: readonly Recipe[] = [
  {
    title: 'kernel-helpers',
    folder: 'kernel-helpers',
    isPublished: new RegExp(
      `^(?:(?:kernel\\/|jupyter\\/)?${COMPILED}|dist\\/table-page\\.(?:mjs|css)|drawing\\/(?:dist|fonts)\\/.*|kernel\\/logo\\/.*|(?:papermill|nbconvert)\\/[\\w-]+\\.(?:py|toml))$`,
    ),
    command: { name: 'kernel-helpers', program: '../jupyter/dist/cli.js', run: 'runCli(process.argv.slice(2))' },
    manifest: { bundleDependencies: [DANFO] },
  },
  {
    title: 'container',
    folder: 'container',
    isPublished: new RegExp(`^(?:${COMPILED}|image-program\\/.*|Dockerfile|[\\w-]+-wheel\\.txt|README\\.md)$`),
  },
  {
    title: 'jupyterlab-ext',
    folder: 'jupyterlab-ext',
    isPublished: /^(?:labextension\/.*|README\.md)$/,
    command: {
      name: 'jupyterlab-ext',
      program: 'kernel-helpers/jupyter/sidebar-cli',
      run: 'runSidebarCli(process.argv.slice(2))',
    },
    // JupyterLab itself brings the other packages that the page uses, or they are bundled.
    needs: [],
  },
  {
    title: 'local-account',
    folder: 'kernel-helpers/local-account',
    isPublished: new RegExp(`^(?:${COMPILED}|aws\\/[\\w-]+\\.py|.*\\.facts\\.json|README\\.md)$`),
    command: { name: 'local-account', program: '../dist/cli.js', run: 'main(process.argv)' },
  },
];

const PYTHON_PACKAGES = 'kernel-helpers/set-up/requirements.txt';

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  bin: z.record(z.string(), z.string()).optional(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** The packages of this clone, as they are published. Everything must be built. */
export async function ownPackages(root: string, locked: LockedPackages): Promise<readonly OwnPackage[]> {
  const manifests = await Promise.all(RECIPES.map(({ folder }) => readManifest(join(root, folder))));
  const own = new Map(manifests.map(({ name, version }) => [name, version]));
  return await Promise.all(
    RECIPES.map(async (recipe, index): Promise<OwnPackage> => {
      const manifest = manifests[index];
      if (manifest === undefined) throw new InternalError(`${recipe.folder} has no manifest.`);
      const published = await publishedManifest(root, recipe, manifest, { own, locked });
      const files = await filesOf(root, recipe);
      return {
        name: manifest.name,
        version: manifest.version,
        title: recipe.title,
        files: [written('package.json', `${JSON.stringify(published, undefined, 2)}\n`), ...files],
      };
    }),
  );
}

async function filesOf(root: string, { title, folder, isPublished, command }: Recipe): Promise<readonly ReleaseFile[]> {
  const room = join(root, folder);
  const files = await filesBelow(room, (path) => isPublished.test(path) && isCurrent(room, path));
  if (!files.some(({ path }) => /^(?:dist|labextension)\//.test(path))) {
    throw new InternalError(`${folder} is not built.`);
  }
  return [
    ...files,
    written('LICENSE', await readFile(join(root, 'LICENSE'))),
    ...(command === undefined ? [] : await publishedCommand(root, command)),
    ...(title === 'kernel-helpers' ? await besidesKernelHelpers(root) : []),
    // The local account needs moto, and says how to install it from this list.
    ...(title === 'local-account' ? [written('requirements.txt', await readFile(join(root, PYTHON_PACKAGES)))] : []),
  ];
}

/** False for what a compiled file leaves behind after its source was moved: compilers never remove it. */
function isCurrent(room: string, path: string): boolean {
  const [, project, name] = /^((?:kernel\/|jupyter\/)?)dist\/(.*)\.(?:js|d\.ts)$/.exec(path) ?? [];
  if (project === undefined || name === undefined) return true;
  return [join(project, 'src', name), join(project, name)].some((source) => existsSync(join(room, `${source}.ts`)));
}

/** The notebooks and lessons, danfo, and the template, which `check-account` tries. */
async function besidesKernelHelpers(root: string): Promise<readonly ReleaseFile[]> {
  const notebooks = await filesBelow(join(root, 'notebooks'), (path) =>
    /^(?:[\w-]+\/)*[\w-]+(?:\.es)?\.(?:ipynb|png|ts|json)$/.test(path),
  );
  const template = 'cloudformation/template.yaml';
  return [
    ...placed('notebooks', notebooks),
    ...placed(`node_modules/${DANFO}`, await bundleDanfo(root)),
    written(template, await readFile(join(root, template))),
  ];
}

interface Versions {
  readonly own: ReadonlyMap<string, string>;
  readonly locked: LockedPackages;
}

async function publishedManifest(
  root: string,
  { folder, command, needs, manifest: more }: Recipe,
  { name, version, dependencies, description, license, keywords, main, types, exports }: Manifest,
  { own, locked }: Versions,
): Promise<object> {
  const { engines } = await readManifest(root);
  const others = needs ?? Object.keys(dependencies).filter((needed) => !own.has(needed));
  // npm asks its registry for every dependency that is not there yet, and anybody may publish a package there under the
  // name of one of ours. It never fetches an optional peer.
  const peers = Object.fromEntries([...own].filter(([other]) => other !== name));
  const isThere = (part: unknown): boolean => typeof part === 'string' && existsSync(join(root, folder, part));
  const isPage = folder === 'jupyterlab-ext';
  return {
    name,
    version,
    description,
    ...(keywords !== undefined && { keywords }),
    license,
    engines,
    ...(!isPage && isThere(main) && { main, types, exports }),
    ...(command !== undefined && { bin: { [command.name]: `bin/${command.name}.cjs` } }),
    dependencies: Object.fromEntries(others.map((needed) => [needed, locked.versionFor(folder, needed)])),
    peerDependencies: peers,
    peerDependenciesMeta: Object.fromEntries(Object.keys(peers).map((peer) => [peer, { optional: true }])),
    ...more,
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
}
