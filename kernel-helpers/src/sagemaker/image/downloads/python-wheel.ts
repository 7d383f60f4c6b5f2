import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../../error-code';
import { InternalError, PlatformError, UserError } from '../../../errors';
import { exitCodeOf, runProgram } from '../run-program';
import { downloadedFile } from './downloaded-file';
import { keptFile } from './kept-file';
import type { DownloadOptions } from './npm-package';

/** A wheel as a requirements file pins it. */
export interface PinnedWheel {
  readonly name: string;
  readonly version: string;
  /** Hex digits of the wheels that are accepted, one for each processor. */
  readonly sha256: readonly string[];
  /** The requirements file. */
  readonly file: string;
}

/** SageMaker's machines: x86-64, with a C library of at least this version in the base image. */
const PLATFORM = 'manylinux_2_28_x86_64';

/**
 * Reads a requirements file that pins one wheel: `name==version \\` and one `--hash=sha256:…` for each processor.
 * @throws UserError when the file is missing
 */
export async function readPinnedWheel(file: string): Promise<PinnedWheel> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${file} is missing: no wheel is pinned for this device.`, { cause });
  });
  const [, name, version] = /^([\w-]+)==([\w.]+) \\$/m.exec(text) ?? [];
  const sha256 = [...text.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hash = '']) => hash);
  if (name === undefined || version === undefined || sha256.length === 0) {
    throw new InternalError(`${file} pins no wheel: it needs a line like "name==1.2.3 \\" and hashes.`);
  }
  return { name, version, sha256, file };
}

/**
 * A wheel, by default for SageMaker's machines, as pip itself downloads it: from the index, by the proxy and with the certificates
 * of the user's own settings.
 */
export async function pythonWheel(
  wanted: PinnedWheel,
  { kept, cwd, signal, platform = PLATFORM }: DownloadOptions & { readonly platform?: string },
): Promise<Uint8Array> {
  const { name, version, file, sha256 } = wanted;
  const isGenuine = (content: Uint8Array): boolean =>
    sha256.includes(createHash('sha256').update(content).digest('hex'));
  const fetch = async (): Promise<Uint8Array> => {
    const python = await pythonWithPip(cwd, signal);
    const wheel = await downloadedFile(`pip download ${name}==${version}`, async (folder) => {
      const only = ['--no-deps', '--only-binary=:all:', '--platform', platform, '--require-hashes'];
      const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '3'];
      const download = ['-m', 'pip', 'download', ...only, ...quiet, '--requirement', file, '--dest', folder];
      await runProgram(`Downloading ${name} ${version} by pip`, [python, ...download], { cwd, signal });
    });
    if (isGenuine(wheel)) return wheel;
    throw new PlatformError(`pip's index sent other bytes for ${name} ${version} than are pinned. Run it again.`, {
      reason: 'unreadable-answer',
    });
  };
  const path = join(kept, 'pip', `${name}-${version}-${platform}.whl`);
  return await keptFile({ path, isGenuine, fetch });
}

/** The Python of this clone's set-up, or else the first one with pip. */
async function pythonWithPip(cwd: string, signal: AbortSignal): Promise<string> {
  const own = join(cwd, '.venv', 'bin', 'python');
  const named = process.env.PYTHON;
  for (const python of [...(existsSync(own) ? [own] : []), ...(named ? [named] : []), 'python3', 'python']) {
    if (await hasPip(python, signal)) return python;
  }
  throw new UserError(
    "XGBoost's library comes by pip, and no Python with pip was found. Install Python with pip (Debian or Ubuntu: apt-get install python3-pip), then run this again.",
  );
}

async function hasPip(python: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await exitCodeOf(python, ['-m', 'pip', '--version'], { signal })) === 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
