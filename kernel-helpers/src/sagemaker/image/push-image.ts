import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError, UserError } from '../../errors';
import { proxyVariables } from '../../network/proxy';
import { REPOSITORY_NAME } from '../../story-names';
import { MODEL_MANIFEST_TYPE } from '../../training-contract/index';
import { type ContainerEngine, engineAnswers, runEngine } from './container-engine';
import { ecrLogin } from './ecr-login';
import { engineSteps } from './engine-steps';
import type { ImageRecipe } from './image-recipe';
import { ensureRepository } from './repository';
import type { ProgramRun } from './run-program';
import { TrainingImage } from './training-image';

/**
 * Builds `container/Dockerfile` with an engine of this machine and pushes the image to ECR.
 * Throws a UserError if the engine pushed a form of image that SageMaker refuses for models.
 */
export async function buildAndPush(
  engine: ContainerEngine,
  recipe: ImageRecipe,
  directory: string,
  run: ProgramRun,
): Promise<TrainingImage> {
  const repositoryUri = await ensureRepository();
  const tag = await engineTag(engine, recipe, directory);
  // The context is the repository's root.
  const context = dirname(directory);
  const file = join(directory, 'Dockerfile');
  const hasBuildx = engine === 'docker' && (await engineAnswers(engine, ['buildx', 'version'], run.signal));
  await logIn(engine, repositoryUri.slice(0, repositoryUri.indexOf('/')), run);
  const { host, repository, digest: baseDigest } = recipe.base;
  const base = `${host}/${repository}@${baseDigest}`;
  const plan = { file, context, uri: `${repositoryUri}:${tag}`, hasBuildx, base, proxyVariables: proxyVariables() };
  for (const step of engineSteps(engine, plan)) await runEngine(engine, step, run);
  const { digest, manifestType } = await imageInEcr(tag);
  if (manifestType !== MODEL_MANIFEST_TYPE) throw wrongForm(engine, manifestType);
  return new TrainingImage({ uri: `${repositoryUri}@${digest}`, tag, digest, how: 'pushed', device: recipe.device });
}

/** Engines write other bytes than our own build, and each its own; the Dockerfile decides as well. */
export async function engineTag(engine: ContainerEngine, { tag }: ImageRecipe, directory: string): Promise<string> {
  const hash = createHash('sha256')
    .update(tag)
    .update(await readFile(join(directory, 'Dockerfile')));
  return `${engine}-${hash.digest('hex').slice(0, 12)}`;
}

async function logIn(engine: ContainerEngine, registry: string, { signal }: ProgramRun): Promise<void> {
  const { user, password } = await ecrLogin();
  await runEngine(engine, ['login', '--username', user, '--password-stdin', registry], { signal, input: password });
}

async function imageInEcr(imageTag: string): Promise<{ readonly digest: string; readonly manifestType: string }> {
  const { DescribeImagesCommand } = awsSdk.ecr();
  const command = new DescribeImagesCommand({ repositoryName: REPOSITORY_NAME, imageIds: [{ imageTag }] });
  const answer = await callAws('find the pushed image in ECR', () => awsClients.ecr().send(command));
  const { imageDigest, imageManifestMediaType = 'an unknown form' } = answer.imageDetails?.[0] ?? {};
  if (imageDigest === undefined) throw new InternalError(`ECR holds no image with tag ${imageTag} after the push.`);
  return { digest: imageDigest, manifestType: imageManifestMediaType };
}

function wrongForm(engine: ContainerEngine, manifestType: string): UserError {
  const update = engine === 'docker' ? 'Install or update docker buildx' : `Update ${engine}`;
  return new UserError(
    `${engine} pushed the image as ${manifestType}, and SageMaker refuses this form for models: it takes ${MODEL_MANIFEST_TYPE}. Leave the option engine out, or ${update.charAt(0).toLowerCase()}${update.slice(1)}, or build with podman or buildah, which can write that form; then run this again.`,
    { facts: { engine, manifestType } },
  );
}
