import { dirname } from 'node:path';
import { UserError } from '../errors';

/** Folder of the package `container`: the program of the training image and the API that training scripts import. */
export function containerDirectory(from: readonly string[] = [process.cwd()]): string {
  try {
    return dirname(require.resolve('container/package.json', { paths: [...from, __dirname] }));
  } catch (error) {
    throw new UserError('The package "container" was not found. Run npm install in the folder of this repository.', {
      cause: error,
    });
  }
}
