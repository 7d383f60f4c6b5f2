import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DescribeRepositoriesCommand, ListTagsForResourceCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildImage, type ImageChoices } from 'kernel-helpers/sagemaker/image/build-training-image';
import type { ContainerEngine } from 'kernel-helpers/sagemaker/image/container-engine';
import { type ImageRecipe, readRecipe } from 'kernel-helpers/sagemaker/image/image-recipe';
import { buildAndPush, engineTag } from 'kernel-helpers/sagemaker/image/push-image';
import { ensureRepository } from 'kernel-helpers/sagemaker/image/repository';
import { heardBy, quietly } from 'kernel-helpers/surroundings';
import { MODEL_MANIFEST_TYPE } from 'kernel-helpers/training-contract/index';
import { installEngine } from '../../support/fake-engine';
import { sha256 } from '../../support/image-registry';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { type LocalServices, startLocalServices } from '../local-account/support/local-services';
import { makeSmallContainer, type SmallContainer } from './image/support/small-container';

const REPOSITORY = 'sagemaker-snowflake-xgboost';
const REGISTRY = '123456789012.dkr.ecr.us-west-2.amazonaws.com';

let services: LocalServices;
let folder: TemporaryFolder;
let restore: () => void;
let program: TemporaryFolder;
let small: SmallContainer;
let recipe: ImageRecipe;
const BASE = `public.ecr.aws/docker/library/node@sha256:${'0'.repeat(64)}`;

beforeAll(async () => {
  services = await startLocalServices();
  program = makeTemporaryFolder('small-container');
  small = makeSmallContainer(program.path, BASE);
  recipe = await readRecipe(small.directory);
});
afterAll(async () => {
  program.close();
  await services.close();
});

beforeEach(() => {
  folder = makeTemporaryFolder('fake-engine');
  restore = withEnvironment({
    PATH: `${folder.path}:/usr/bin:/bin`,
    AWS_ENDPOINT_URL: services.account.endpoint,
    AWS_REGION: services.account.region,
    AWS_ACCESS_KEY_ID: services.account.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: services.account.credentials.secretAccessKey,
  });
});
afterEach(() => {
  restore();
  folder.close();
});

/** The commands that an engine got, while ECR holds an image of that form as if the engine had pushed it. */
async function commandsOf(engine: ContainerEngine, { mediaType = MODEL_MANIFEST_TYPE, script = '' } = {}) {
  const log = join(folder.path, 'commands');
  writeFileSync(log, '');
  // The password comes by standard input.
  installEngine(folder.path, engine, `echo "$*" >> '${log}'; ${script}\n[ "$1" = login ] && cat > /dev/null; exit 0`);
  await ensureRepository();
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {},
    layers: [],
    annotations: { engine, script },
  });
  const imageTag = await engineTag(engine, recipe, small.directory);
  const { image: pushed } = await services.clients.ecr.send(
    new PutImageCommand({
      repositoryName: REPOSITORY,
      imageManifest,
      imageManifestMediaType: mediaType,
      imageDigest: sha256(imageManifest),
      imageTag,
    }),
  );
  const image = await buildAndPush(engine, recipe, small.directory, {});
  return {
    image,
    pushed: pushed?.imageId?.imageDigest,
    tag: imageTag,
    commands: readFileSync(log, 'utf8').trimEnd().split('\n'),
  };
}

describe('pushing the image', () => {
  const context = () => dirname(small.directory);
  const what = (tag: string) =>
    `--platform linux/amd64 --file ${small.directory}/Dockerfile --tag ${REGISTRY}/${REPOSITORY}:${tag} --build-arg NODE_IMAGE=${BASE}`;
  const epoch = '--build-arg SOURCE_DATE_EPOCH=0';
  const login = `login --username AWS --password-stdin ${REGISTRY}`;

  // No engine runs in this test. test/container/engine/dockerfile.test.ts runs podman 4.3.1, which gives docker's
  // form and the same digest each time; buildah has the same options. The others are from the engines' documentation, and buildx's work in
  // https://github.com/mlflow/mlflow/issues/13834.
  test.each<[ContainerEngine, (tag: string) => readonly string[]]>([
    [
      'docker',
      (tag) => [
        'buildx version',
        login,
        `buildx build ${what(tag)} ${epoch} --provenance=false --sbom=false --output type=image,oci-mediatypes=false,push=true ${context()}`,
      ],
    ],
    [
      'podman',
      (tag) => [
        login,
        `build --timestamp 0 ${what(tag)} ${context()}`,
        `push --format v2s2 ${REGISTRY}/${REPOSITORY}:${tag}`,
      ],
    ],
    [
      'buildah',
      (tag) => [
        login,
        `build --timestamp 0 ${what(tag)} ${context()}`,
        `push --format v2s2 ${REGISTRY}/${REPOSITORY}:${tag}`,
      ],
    ],
    [
      'finch',
      (tag) => [
        login,
        `build ${what(tag)} ${epoch} --output type=docker ${context()}`,
        `push ${REGISTRY}/${REPOSITORY}:${tag}`,
      ],
    ],
    [
      'nerdctl',
      (tag) => [
        login,
        `build ${what(tag)} ${epoch} --output type=docker ${context()}`,
        `push ${REGISTRY}/${REPOSITORY}:${tag}`,
      ],
    ],
  ])('asks %s for the form that SageMaker takes for models', async (engine, expected) => {
    const { image, commands, tag, pushed } = await commandsOf(engine);

    expect(commands).toEqual(expected(tag));
    expect(image).toMatchObject({ uri: `${REGISTRY}/${REPOSITORY}@${pushed}`, tag, how: 'pushed' });
    expect(pushed).toMatch(/^sha256:/);
  });

  test('uses docker’s own builder where buildx is not installed', async () => {
    const { commands, tag } = await commandsOf('docker', { script: '[ "$1" = buildx ] && exit 1' });

    expect(commands.slice(2)).toEqual([
      `build ${what(tag)} ${epoch} ${context()}`,
      `push ${REGISTRY}/${REPOSITORY}:${tag}`,
    ]);
  });

  test.each<[ContainerEngine, string]>([
    ['docker', 'buildx build'],
    ['finch', 'build'],
    ['nerdctl', 'build'],
  ])('tells the steps of a build by %s which proxies there are, and no password', async (engine, command) => {
    const restoreProxies = withEnvironment({
      HTTPS_PROXY: 'http://clerk:hunter2@proxy:3128',
      no_proxy: '.example.com',
    });
    const { commands } = await commandsOf(engine, { script: ': with proxies' }).finally(restoreProxies);

    expect(commands.find((line) => line.startsWith(command))).toContain('--build-arg HTTPS_PROXY --build-arg no_proxy');
    expect(commands.join()).not.toContain('hunter2');
  });

  test.each(['application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.manifest.v1+json'])(
    'refuses to go on with an image of the form %s',
    async (mediaType) => {
      await expect(commandsOf('finch', { mediaType })).rejects.toMatchObject({
        kind: 'user',
        message: `finch pushed the image as ${mediaType}, and SageMaker refuses this form for models: it takes application/vnd.docker.distribution.manifest.v2+json. Leave the option engine out, or update finch, or build with podman or buildah, which can write that form; then run this again.`,
      });
    },
  );
});

describe('an option that a local account without containers does not use', () => {
  test.each<[ImageChoices, string | undefined]>([
    [{}, undefined],
    [{ device: 'cuda' }, 'device'],
    [{ base: BASE }, 'base'],
    [{ device: 'cpu', base: BASE }, 'device and base'],
  ])('is named, and the program is registered: %j', async (choices, named) => {
    const said: string[] = [];
    const surroundings = heardBy(new AbortController().signal, (sentence) => said.push(sentence));

    expect(await buildImage(choices, surroundings)).toMatchObject({ how: 'registered' });

    const warning = expect.stringMatching(`^Without effect here: ${named} of .*--runner container`);
    expect(said).toEqual(named === undefined ? [] : [warning]);
  });

  test('is refused where it names an engine', async () => {
    const surroundings = quietly(new AbortController().signal);
    await expect(buildImage({ engine: 'podman' }, surroundings)).rejects.toMatchObject({ kind: 'user' });
  });

  test('is no signal: it stops the registration', async () => {
    const surroundings = quietly(AbortSignal.abort(new Error('stopped by the cell')));
    await expect(buildImage({}, surroundings)).rejects.toThrow('stopped by the cell');
  });
});

describe('the repository of the image', () => {
  // AmazonSageMakerFullAccess: pushes to `*sagemaker*` only, and no ecr:TagResource.
  test('has sagemaker in its name and no tags, and is found again', async () => {
    const uri = await ensureRepository();

    const { repositories = [] } = await services.clients.ecr.send(new DescribeRepositoriesCommand({}));
    const resourceArn = repositories.find(({ repositoryName }) => repositoryName === REPOSITORY)?.repositoryArn;
    const { tags } = await services.clients.ecr.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([]);
    expect(await ensureRepository()).toBe(uri);
  });
});
