import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isUserError, messageOf } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { DEFAULT_SCRIPT_HYPERPARAMETERS, type DeclaredHyperparameters } from '../../training-contract/index';
import { checkScript } from '../training-script/check-script';
import { type PackedSource, packSource } from '../training-script/pack-source';
import { readDeclaration } from '../training-script/read-declaration';
import type { TrainingJobOptions } from './options';

/** The training script of a job. */
export interface CheckedScript {
  readonly problems: readonly string[];
  /** Undefined if the image's own script runs, or if there are problems. */
  readonly source?: PackedSource;
  /** The hyperparameters that it declares; undefined if that is not known. */
  readonly declared?: DeclaredHyperparameters;
}

/** Checks the script that a job names, packs it, and reads which hyperparameters it declares. */
export async function jobScript(
  options: TrainingJobOptions,
  { say }: Pick<Surroundings, 'say'>,
): Promise<CheckedScript> {
  if (options.entryPoint === undefined && options.sourceDir === undefined) {
    return { problems: [], declared: DEFAULT_SCRIPT_HYPERPARAMETERS };
  }
  const { path, problem } = findScript(options);
  // Without a script no name is its own.
  if (problem !== undefined) return { problems: [problem], declared: {} };
  const problems = checkScript(path);
  try {
    const source = await packSource(path);
    const declared = await declarationOf(source, problems.length > 0 ? () => undefined : say);
    return problems.length > 0 ? { problems, declared } : { problems, source, declared };
  } catch (error) {
    if (isUserError(error)) return { problems: problems.length > 0 ? problems : [error.message] };
    throw error;
  }
}

function findScript({ sourceDir = '.', entryPoint }: TrainingJobOptions): { path: string; problem?: string } {
  if (typeof sourceDir !== 'string' || typeof entryPoint !== 'string') {
    const problem =
      "entryPoint must name the training script in sourceDir, such as 'train.ts'. Leave both out to run the image's own script.";
    return { path: '', problem };
  }
  const path = resolve(sourceDir, entryPoint);
  if (relative(resolve(sourceDir), path).startsWith('..')) {
    return { path, problem: `entryPoint ${entryPoint} lies outside of sourceDir ${sourceDir}.` };
  }
  if (existsSync(path)) return { path };
  const problem = `The training script ${entryPoint} was not found in ${sourceDir}. Paths are relative to the notebook's folder.`;
  return { path, problem };
}

/** A script that needs something of its host cannot be loaded here. Its hyperparameters are then checked there. */
async function declarationOf(
  source: PackedSource,
  say: Surroundings['say'],
): Promise<DeclaredHyperparameters | undefined> {
  try {
    return await readDeclaration(source);
  } catch (error) {
    if (isUserError(error)) throw error;
    say(
      `The training script could not be loaded here (${messageOf(error)}), so its own hyperparameters are checked only when the job runs.`,
    );
    return undefined;
  }
}
