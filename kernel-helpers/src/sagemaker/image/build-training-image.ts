import { isLocalAccount } from '../../aws/clients';
import { UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { tellInterrupt } from '../../tell-interrupt';
import { containerDirectory } from '../container-package';
import { buildWithoutEngine } from './build-without-engine';
import { type ContainerEngine, ENGINES, engineAnswers } from './container-engine';
import { type ImageDevice, type ImageRecipe, readRecipe } from './image-recipe';
import { localRegistry } from './own-registry';
import { buildAndPush } from './push-image';
import { localImageTag, registerLocalImage } from './register-local-image';
import type { TrainingImage } from './training-image';

/** How the image is made. */
export interface ImageChoices {
  readonly device?: ImageDevice;
  readonly base?: string;
  readonly engine?: ContainerEngine;
}

/**
 * Makes the training image and pushes it to ECR, without a container engine unless one is named.
 * A local account that runs programs gets the built program under an image's name; the result says which was done.
 */
export async function buildImage(choices: ImageChoices, surroundings: Surroundings): Promise<TrainingImage> {
  checkChoices(choices);
  const directory = containerDirectory();
  if (isLocalAccount() && localRegistry() === undefined) return await register(directory, choices, surroundings);
  const recipe = await readRecipe(directory, choices);
  const { signal, say, progress } = surroundings;
  const line = progress('Building the training image');
  const interrupted = (): void =>
    say(
      choices.engine === undefined
        ? 'Building the training image was interrupted: ECR has no new image. What was downloaded and sent so far is not needed again.'
        : `Building the training image was interrupted: nothing new is in ECR. ${choices.engine} keeps what it has built so far, so the next try is quicker.`,
    );
  try {
    const image = await tellInterrupt(signal, interrupted, () =>
      build(recipe, directory, choices.engine, surroundings),
    );
    line.close('The training image is in ECR.');
    return image;
  } finally {
    line.close();
  }
}

/** The program's folder becomes the image. The same notebook builds a real image elsewhere, so nothing is refused. */
async function register(
  directory: string,
  { device, base }: ImageChoices,
  { signal, warn }: Surroundings,
): Promise<TrainingImage> {
  signal.throwIfAborted();
  const unused = Object.entries({ device, base }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (unused.length > 0) {
    warn(
      `Without effect here: ${unused.join(' and ')} of buildTrainingImage(). This local account runs the program itself, with the library of this machine. An account that was started with --runner container builds the image.`,
    );
  }
  return await registerLocalImage(directory);
}

/** The tag that the image of this program has in ECR, by which it is found without being built. */
export async function imageTag(directory: string): Promise<string> {
  const runsPrograms = isLocalAccount() && localRegistry() === undefined;
  return runsPrograms ? await localImageTag(directory) : (await readRecipe(directory)).tag;
}

async function build(
  recipe: ImageRecipe,
  directory: string,
  engine: ContainerEngine | undefined,
  surroundings: Surroundings,
): Promise<TrainingImage> {
  if (engine === undefined) return await buildWithoutEngine(recipe, directory, surroundings);
  const { signal, progress } = surroundings;
  if (!(await engineAnswers(engine, ['info'], signal))) {
    throw new UserError(
      `${engine} does not work here: "${engine} info" fails. Start it, or leave the option engine out: the image is then built without one.`,
    );
  }
  const line = progress(`Building with ${engine}`);
  try {
    return await buildAndPush(engine, recipe, directory, { signal, onLine: (text) => line.report(text) });
  } finally {
    line.close();
  }
}

function checkChoices({ device, base, engine }: ImageChoices): void {
  const problems: string[] = [];
  if (device !== undefined && device !== 'cpu' && device !== 'cuda') {
    problems.push(`device must be 'cpu' or 'cuda', not ${JSON.stringify(device)}.`);
  }
  if (base !== undefined && typeof base !== 'string') problems.push('base must be the name of an image, as text.');
  if (engine !== undefined && !ENGINES.includes(engine)) {
    problems.push(`engine must be one of ${ENGINES.join(', ')}, not ${JSON.stringify(engine)}.`);
  }
  if (engine !== undefined && isLocalAccount()) {
    problems.push('engine has no effect on the local account: leave it out, the image is built without one.');
  }
  if (engine !== undefined && device === 'cuda') {
    problems.push('engine and device cannot go together: container/Dockerfile has the library for processors.');
  }
  if (problems.length > 0) throw new UserError(`The training image cannot be built: ${problems.join(' ')}`);
}
