import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type * as Esbuild from 'esbuild';
import type * as Tar from 'tar';
import { UserError } from '../../errors';
import { OWN_FOLDER } from '../../own-packages';

export interface PackedSource {
  /** File name of the bundled script inside the archive. */
  readonly program: string;
  /** The bundled script. */
  readonly code: Uint8Array;
  /** A `sourcedir.tar.gz`; the same script gives the same bytes. */
  readonly archive: Uint8Array;
}

/**
 * Bundles a training script and what it imports into one CommonJS file, and packs it as SageMaker's toolkits do.
 * The image brings `container` itself.
 */
export async function packSource(scriptPath: string): Promise<PackedSource> {
  const folder = await mkdtemp(join(tmpdir(), 'training-script-'));
  try {
    const program = `${basename(scriptPath, extname(scriptPath))}.js`;
    const code = bundle(resolve(scriptPath), program);
    await writeFile(join(folder, program), code);
    const archivePath = join(folder, 'sourcedir.tar.gz');
    const tar = require('tar') as typeof Tar;
    await tar.create({ gzip: true, portable: true, mtime: new Date(0), cwd: folder, file: archivePath }, [program]);
    return { program, code, archive: await readFile(archivePath) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bundles as if into the script's folder, so that errors on a host name the files by their paths in that folder. */
function bundle(scriptPath: string, program: string): Uint8Array {
  const esbuild = require('esbuild') as typeof Esbuild;
  try {
    // The synchronous call ends esbuild's process; the asynchronous one keeps a service running.
    const { outputFiles } = esbuild.buildSync({
      absWorkingDir: dirname(scriptPath),
      entryPoints: [scriptPath],
      outfile: join(dirname(scriptPath), program),
      write: false,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      sourcemap: 'inline',
      sourcesContent: true,
      external: ['container', 'container/*'],
      // Searched at last, for `kernel-helpers` in a script that lies in any folder.
      nodePaths: [OWN_FOLDER],
      logLevel: 'silent',
    });
    return outputFiles[0].contents;
  } catch (error) {
    throw new UserError(`The training script could not be bundled:\n${bundleProblems(error).join('\n')}`, {
      cause: error,
    });
  }
}

function bundleProblems(error: unknown): string[] {
  if (!(error instanceof Error) || !('errors' in error)) return [String(error)];
  return (error as Esbuild.BuildFailure).errors.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
  );
}
