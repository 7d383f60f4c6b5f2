import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { errorCode } from '../../../error-code';
import { PlatformError, UserError } from '../../../errors';
import { runProgram } from '../run-program';
import { downloadedFile } from './downloaded-file';
import { keptFile } from './kept-file';

/** A package as a lockfile pins it. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** `sha512-` and Base64 (https://www.w3.org/TR/SRI/). */
  readonly integrity: string;
}

export interface DownloadOptions {
  /** Folder of kept downloads. */
  readonly kept: string;
  /** Folder whose settings of npm and pip count, besides those of the user and the machine. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * The archive of a package, as npm itself downloads it: from the registry, by the proxy and with the certificates and
 * logins of the user's own settings.
 */
export async function npmPackage(wanted: PinnedPackage, { kept, cwd, signal }: DownloadOptions): Promise<Uint8Array> {
  const { name, version } = wanted;
  const isGenuine = (content: Uint8Array): boolean => integrityOf(content) === wanted.integrity;
  const fetch = async (): Promise<Uint8Array> => {
    const archive = await downloadedFile(`npm pack ${name}@${version}`, async (folder) => {
      // npm says what went wrong on stderr; its list of files is for nobody.
      const pack = [
        'pack',
        `${name}@${version}`,
        '--pack-destination',
        folder,
        '--ignore-scripts',
        '--fetch-retries=3',
        '--loglevel=error',
      ];
      await runNpm(`Downloading ${name} ${version} by npm`, pack, { cwd, signal });
    });
    if (isGenuine(archive)) return archive;
    throw new PlatformError(
      `npm's registry sent other bytes for ${name} ${version} than the lockfile names. Run it again; if it fails again, check the registry: npm config get registry`,
      { reason: 'unreadable-answer' },
    );
  };
  const path = join(kept, 'npm', `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`);
  return await keptFile({ path, isGenuine, fetch });
}

async function runNpm(
  title: string,
  args: readonly string[],
  run: { cwd: string; signal: AbortSignal },
): Promise<void> {
  try {
    await runProgram(title, ['npm', ...args], run);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      `${title} failed: npm was not found. Install it, or put its folder into PATH, and run this again.`,
      {
        cause: error,
      },
    );
  }
}

function integrityOf(content: Uint8Array): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}
