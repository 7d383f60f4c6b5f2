import type { ContainerEngine } from './container-engine';

/** What is built, and where it goes. */
export interface ImagePlan {
  /** Path of the Dockerfile. */
  readonly file: string;
  /** Folder that the Dockerfile's paths are relative to. */
  readonly context: string;
  /** Repository and tag in ECR. */
  readonly uri: string;
  /** The base image, pinned by its digest. */
  readonly base: string;
  /** Docker only: its plug-in buildx is there. The builder without it writes docker's form by itself. */
  readonly hasBuildx: boolean;
  /** Names of the variables about proxies; podman and buildah hand them on by themselves. */
  readonly proxyVariables: readonly string[];
}

/**
 * The commands, as arguments of the engine, that build an image and push it in docker's form (version 2, schema 2).
 * Each engine has its own option for the form: buildx and nerdctl take exporters of BuildKit
 * (https://github.com/moby/buildkit, README, "Output"), podman and buildah have `--format`.
 *
 * With podman and buildah the same inputs give the same digest: `--timestamp` is the time of every file too, and the image
 * is built in OCI's form, because docker's names the containers of the build. The push turns it into docker's.
 * BuildKit takes SOURCE_DATE_EPOCH for the image's own times alone: its option for the files, `rewrite-timestamp`, fails
 * in Docker's own builder (https://github.com/moby/buildkit/issues/4230).
 */
export function engineSteps(engine: ContainerEngine, plan: ImagePlan): readonly (readonly string[])[] {
  // SageMaker's machines are x86 here.
  const base = ['--build-arg', `NODE_IMAGE=${plan.base}`];
  const what = ['--platform', 'linux/amd64', '--file', plan.file, '--tag', plan.uri, ...base];
  // Without values, which the engine takes from its environment: a password must not be among the arguments. Docker
  // keeps these names out of the image (docs.docker.com/build/building/variables, "Proxy arguments").
  const proxies = plan.proxyVariables.flatMap((name) => ['--build-arg', name]);
  const forBuildKit = [...what, '--build-arg', 'SOURCE_DATE_EPOCH=0', ...proxies];
  const push = ['push', plan.uri];
  switch (engine) {
    case 'docker':
      if (!plan.hasBuildx) return [['build', ...forBuildKit, plan.context], push];
      return [
        [
          ...['buildx', 'build', ...forBuildKit],
          // Attestations need an index of OCI's form around the image.
          ...['--provenance=false', '--sbom=false'],
          // A separate `docker push` could push another form than the one that was built.
          ...['--output', 'type=image,oci-mediatypes=false,push=true', plan.context],
        ],
      ];
    case 'finch':
    case 'nerdctl':
      return [['build', ...forBuildKit, '--output', 'type=docker', plan.context], push];
    case 'podman':
    case 'buildah':
      return [
        ['build', '--timestamp', '0', ...what, plan.context],
        ['push', '--format', 'v2s2', plan.uri],
      ];
  }
}
