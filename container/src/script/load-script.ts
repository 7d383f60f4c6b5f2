import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import { parseDeclaredHyperparameters } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { PACKAGE_FOLDER } from '../locations';
import type { ScriptSettings } from '../settings';
import type { TrainingScript, TrainingStory } from './define-training';
import { downloadSource } from './download-source';
import { scriptFailure } from './script-failure';

const scriptModule = z.object({
  default: z.object({
    run: z.custom<TrainingStory>((value) => typeof value === 'function'),
    hyperparameters: z.unknown(),
  }),
});

/**
 * Downloads the job's source archive into the code folder and loads its training script.
 * @throws UserError where the archive or the script is not there, or the script defines no training.
 */
export async function loadScript(
  { program, submitDirectory }: ScriptSettings,
  codeFolder: string,
): Promise<TrainingScript> {
  await mkdir(codeFolder, { recursive: true });
  await downloadSource(submitDirectory, codeFolder);
  await linkContainer(codeFolder);
  const file = resolve(codeFolder, program);
  if (!file.startsWith(resolve(codeFolder) + sep) || !existsSync(file)) {
    throw new UserError(
      `The source archive ${submitDirectory} holds no ${program}. Name a file inside it as entry point.`,
    );
  }
  return readScript(requireScript(file, program), program);
}

/** Makes `import … from 'container'` in a script find the same code that runs the script. */
async function linkContainer(codeFolder: string): Promise<void> {
  const link = join(codeFolder, 'node_modules/container');
  await mkdir(join(codeFolder, 'node_modules'), { recursive: true });
  await rm(link, { recursive: true, force: true });
  await symlink(PACKAGE_FOLDER, link, 'dir');
}

function requireScript(file: string, program: string): unknown {
  // With source maps, errors of a bundled script name the line of its TypeScript source.
  process.setSourceMapsEnabled(true);
  try {
    return require(file) as unknown;
  } catch (cause) {
    throw scriptFailure(cause, `The training script ${program} failed while it was loaded`, dirname(file));
  }
}

function readScript(loaded: unknown, program: string): TrainingScript {
  const parsed = scriptModule.safeParse(loaded);
  if (parsed.success) {
    const { run, hyperparameters = {} } = parsed.data.default;
    return { run, hyperparameters: parseDeclaredHyperparameters(hyperparameters) };
  }
  throw new UserError(
    `The training script ${program} exports no training. It must end in: export default defineTraining(async ({ share, hyperparameters, train, saveModel }) => { … });`,
  );
}
