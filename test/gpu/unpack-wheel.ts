import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS_PYTHON, ROOT } from '../support/clone';
import { runToSuccess } from '../support/run-process';

const DOWNLOAD_WITHIN_SECONDS = 300;

/** Downloads the wheel that the image for GPUs holds, by its pinned checksum, and unpacks it into the folder. */
export async function unpackWheel(folder: string): Promise<void> {
  const requirements = join(ROOT, 'container', 'xgboost-cuda-wheel.txt');
  const download = join(folder, 'download');
  await runToSuccess(
    PEERS_PYTHON,
    [
      ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'],
      ...['--platform', 'manylinux_2_28_x86_64', '--requirement', requirements, '--dest', download],
    ],
    { deadlineSeconds: DOWNLOAD_WITHIN_SECONDS },
  );
  for (const wheel of readdirSync(download)) {
    await runToSuccess(PEERS_PYTHON, ['-m', 'zipfile', '--extract', join(download, wheel), join(folder, 'wheel')]);
  }
}
