import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineSteps } from 'kernel-helpers/sagemaker/image/engine-steps';
import { ROOT } from '../../../support/clone';
import type { Podman } from './podman';
import type { StandInBase } from './stand-in-base';

/** Stands in each secret, so that a test can look for it in the image. */
export const CANARY = 'c4n4ry-of-a-secret';

/**
 * Builds the Dockerfile as `buildTrainingImage({ engine: 'podman' })` does, and pushes the image into a folder. Besides,
 * the build gets what this machine needs: certificates, and the network of this machine.
 */
export async function buildDockerfile(podman: Podman, { folder }: StandInBase, image: string): Promise<string> {
  const base = (await podman.run('pull', '--quiet', `dir:${folder}`)).trim();
  const plan = {
    file: join(ROOT, 'container/Dockerfile'),
    context: ROOT,
    uri: image,
    base,
    hasBuildx: false,
    proxyVariables: [],
  };
  const [[build, ...options], [push, ...what]] = engineSteps('podman', plan);
  await podman.run(
    build,
    ...['--ignorefile', join(ROOT, 'container/Dockerfile.dockerignore'), '--build-arg', `PYTHON_IMAGE=${base}`],
    ...['--isolation', 'chroot', '--pull-never', '--quiet'],
    ...secrets(podman.folder).flatMap(([id, file]) => ['--secret', `id=${id},src=${file}`]),
    ...options,
  );
  const pushed = join(podman.folder, 'pushed');
  await podman.run(push, '--quiet', ...what, `dir:${pushed}`);
  return pushed;
}

/** As a company's network needs them: its certificates, and how npm and pip use them. */
function secrets(folder: string): readonly (readonly [id: string, file: string])[] {
  const npmrc = join(folder, 'npmrc');
  const pip = join(folder, 'pip.conf');
  const ca = join(folder, 'ca.pem');
  const certificates = readFileSync(process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt', 'utf8');
  writeFileSync(ca, `# ${CANARY}\n${certificates}`);
  writeFileSync(npmrc, `; ${CANARY}\ncafile=/run/secrets/ca\nfetch-retries=1\nupdate-notifier=false\n`);
  writeFileSync(pip, `# ${CANARY}\n[global]\ncert = /run/secrets/ca\ndisable-pip-version-check = true\n`);
  return [
    ['ca', ca],
    ['npmrc', npmrc],
    ['pip', pip],
  ];
}
