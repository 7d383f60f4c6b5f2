import { dirname, join } from 'node:path';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError } from '../../errors';
import { localImageDigest } from '../../training-contract/local-image-digest';
import { NAME_PREFIX } from '../names';
import { type ContainerEngine, type EngineRun, runEngine } from './container-engine';
import { ensureRepository } from './repository';
import { TrainingImage } from './training-image';

/** Every service of AWS reads docker's format; podman and buildah write OCI's by default. */
const FORMAT: Readonly<Record<ContainerEngine, readonly string[]>> = {
  docker: [],
  finch: [],
  podman: ['--format', 'docker'],
  buildah: ['--format', 'docker'],
};

/** Builds `container/Dockerfile` with an engine of this machine and pushes the image to ECR. */
export async function buildAndPush(engine: ContainerEngine, directory: string, run: EngineRun): Promise<TrainingImage> {
  const repositoryUri = await ensureRepository();
  const tag = (await localImageDigest(directory)).replace('sha256:', '').slice(0, 12);
  const uri = `${repositoryUri}:${tag}`;
  // The context is the repository's root: the image also needs kernel-helpers. SageMaker's machines are x86 here.
  const context = dirname(directory);
  const file = join(directory, 'Dockerfile');
  await runEngine(
    engine,
    ['build', ...FORMAT[engine], '--platform', 'linux/amd64', '--file', file, '--tag', uri, context],
    run,
  );
  await logIn(engine, repositoryUri.slice(0, repositoryUri.indexOf('/')), run);
  await runEngine(engine, ['push', uri], run);
  return new TrainingImage({ uri, digest: await digestInEcr(tag), how: 'pushed' });
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

async function digestInEcr(imageTag: string): Promise<string> {
  const { DescribeImagesCommand } = awsSdk.ecr();
  const command = new DescribeImagesCommand({ repositoryName: NAME_PREFIX, imageIds: [{ imageTag }] });
  const answer = await callAws('find the pushed image in ECR', () => awsClients.ecr().send(command));
  const digest = answer.imageDetails?.[0]?.imageDigest;
  if (digest === undefined) throw new InternalError(`ECR holds no image with tag ${imageTag} after the push.`);
  return digest;
}
