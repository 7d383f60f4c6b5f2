import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { LAUNCH_ENVIRONMENT } from '../../training-contract/index';
import type { TrainingJobOptions } from './options';

/** Where a job is started, as far as that is known. */
export interface LaunchPlace {
  /** The notebook's file, as Jupyter names the session of its kernel. */
  readonly session?: string | undefined;
  /** The id, in the notebook's file, of the cell that runs. */
  readonly cellId?: string | undefined;
  /** The notebook's folder. */
  readonly folder: string;
}

/** SageMaker's limit for the value of a variable (API reference, CreateTrainingJob, Environment). */
const LONGEST_VALUE = 512;

/**
 * Variables that let others find the cell that started a job: the notebook's file name without its folder, the cell's
 * id, and the script where it lies in the notebook's folder. Whoever may describe the job can read them.
 */
export function launchEnvironment(
  { session, cellId, folder }: LaunchPlace,
  { sourceDir, entryPoint }: Pick<TrainingJobOptions, 'sourceDir' | 'entryPoint'>,
): Readonly<Record<string, string>> {
  const script = entryPoint === undefined ? '' : relative(folder, resolve(folder, sourceDir ?? '.', entryPoint));
  const isInside = script !== '' && !script.startsWith('..') && !isAbsolute(script);
  const values: Readonly<Record<string, string | undefined>> = {
    // A console has a session, too, but no file.
    [LAUNCH_ENVIRONMENT.notebook]: session?.endsWith('.ipynb') === true ? basename(session) : undefined,
    [LAUNCH_ENVIRONMENT.cell]: cellId,
    [LAUNCH_ENVIRONMENT.script]: isInside ? script.split(sep).join('/') : undefined,
  };
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1].length <= LONGEST_VALUE,
    ),
  );
}
