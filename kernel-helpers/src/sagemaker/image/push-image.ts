import { dirname, join } from 'node:path';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError, UserError } from '../../errors';
import { proxyVariables } from '../../network/proxy';
import { MODEL_MANIFEST_TYPE } from '../../training-contract/index';
import { localImageDigest } from '../../training-contract/local-image-digest';
import { REPOSITORY_NAME } from '../names';
import { type ContainerEngine, type EngineRun, engineAnswers, runEngine } from './container-engine';
import { engineSteps } from './engine-steps';
import { ensureRepository } from './repository';
import { TrainingImage } from './training-image';

/**
 * Builds `container/Dockerfile` with an engine of this machine and pushes the image to ECR.
 * Throws a UserError if the engine pushed a form of image that SageMaker refuses for models.
 */
export async function buildAndPush(engine: ContainerEngine, directory: string, run: EngineRun): Promise<TrainingImage> {
  const repositoryUri = await ensureRepository();
  const tag = (await localImageDigest(directory)).replace('sha256:', '').slice(0, 12);
  const uri = `${repositoryUri}:${tag}`;
  // The context is the repository's root: the image also needs kernel-helpers.
  const context = dirname(directory);
  const file = join(directory, 'Dockerfile');
  const hasBuildx = engine === 'docker' && (await engineAnswers(engine, ['buildx', 'version'], run.signal));
  await logIn(engine, repositoryUri.slice(0, repositoryUri.indexOf('/')), run);
  const plan = { file, context, uri, hasBuildx, proxyVariables: proxyVariables() };
  for (const step of engineSteps(engine, plan)) await runEngine(engine, step, run);
  const { digest, manifestType } = await imageInEcr(tag);
  if (manifestType !== MODEL_MANIFEST_TYPE) throw wrongForm(engine, manifestType);
  return new TrainingImage({ uri, digest, how: 'pushed' });
}

async function logIn(engine: ContainerEngine, registry: string, run: EngineRun): Promise<void> {
  const { GetAuthorizationTokenCommand } = awsSdk.ecr();
  const answer = await callAws('log in to ECR', () => awsClients.ecr().send(new GetAuthorizationTokenCommand({})));
  const token = answer.authorizationData?.[0]?.authorizationToken;
  if (token === undefined) throw new InternalError('ECR gave no token to log in with.');
  const [user, password] = Buffer.from(token, 'base64').toString('utf8').split(':', 2);
  await runEngine(engine, ['login', '--username', user, '--password-stdin', registry], {
    signal: run.signal,
    input: password,
  });
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
    `${engine} pushed the image as ${manifestType}, and SageMaker refuses this form for models: it takes ${MODEL_MANIFEST_TYPE}. ${update}, or build with podman or buildah, which can write that form; then run this again.`,
    { facts: { engine, manifestType } },
  );
}
