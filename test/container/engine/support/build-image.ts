import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../support/clone';
import { runToSuccess } from '../../../support/run-process';
import type { Podman } from './podman';

export const BASE = 'localhost/stand-in-base';

/** Stands in each secret, so that a test can look for it in the image. */
export const CANARY = 'c4n4ry-of-a-secret';

/** Makes the image that stands for the base images of the Dockerfile. */
export async function makeBaseImage(podman: Podman): Promise<void> {
  const script = join(ROOT, 'test/container/engine/support/stand-in-base.sh');
  const tar = join(podman.folder, 'base.tar');
  const npm = join(await runToSuccess('npm', ['root', '--global']).then((text) => text.trim()), 'npm');
  const node = realpathSync(process.execPath);
  await runToSuccess('bash', [script, tar, node, realpathSync(npm)], { deadlineSeconds: 180 });
  const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  await podman.run('import', '--quiet', '--change', path, tar, BASE);
}

/** Builds the Dockerfile as its first lines say, from nothing that was built before, and returns the image's id. */
export async function buildImage(podman: Podman, tag: string): Promise<string> {
  const printed = await podman.run(
    'build',
    ...['--file', join(ROOT, 'container/Dockerfile'), '--ignorefile', join(ROOT, 'container/Dockerfile.dockerignore')],
    ...['--timestamp', '0', '--no-cache', '--isolation', 'chroot', '--pull-never', '--quiet', '--tag', tag],
    ...['NODE_IMAGE', 'PYTHON_IMAGE'].flatMap((name) => ['--build-arg', `${name}=${BASE}`]),
    ...secrets(podman.folder).flatMap(([id, file]) => ['--secret', `id=${id},src=${file}`]),
    ROOT,
  );
  return printed.trim().split('\n').at(-1) ?? '';
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
