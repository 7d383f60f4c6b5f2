import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../../../errors';
import { howInstalled } from '../../../how-installed';
import { type Layer, type LayerFile, writeLayer } from './write-layer';

/** The program's place in the image. Not in /opt/ml, because SageMaker mounts its own folders there. */
export const PROGRAM_FOLDER = 'opt/program';

/** The training and serving program, as `npm run build` makes it. */
export async function programLayer(files: readonly LayerFile[], signal: AbortSignal): Promise<Layer> {
  return await writeLayer('the training and serving program', files, signal);
}

/** The files of the folder that `npm run build` makes, at their places in the image. */
export async function readProgram(folder: string): Promise<readonly LayerFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new UserError(
      `The training program is not built: its folder ${folder} is missing. To repair it, ${howInstalled().repair}.`,
      {
        cause,
      },
    );
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    paths.sort().map(async (path) => ({
      path: `${PROGRAM_FOLDER}/${path
        .slice(folder.length + 1)
        .split(sep)
        .join('/')}`,
      content: await readFile(path),
    })),
  );
}
