import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { UserError } from '../errors';
import { howInstalled } from '../how-installed';
import { OWN_FILE } from '../own-packages';

/**
 * Folder of the package `container`: the program of the training image and the API that training scripts import.
 * It is always this release's, also where the notebook's folder has a package of that name.
 */
export function containerDirectory(): string {
  try {
    return dirname(createRequire(OWN_FILE).resolve('container/package.json'));
  } catch (error) {
    throw new UserError(
      `The package "container" was not found beside kernel-helpers. To repair it, ${howInstalled().repair}.`,
      { cause: error },
    );
  }
}
