import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { ROOT } from '../../../support/clone';
import { sha256 } from '../../../support/image-registry';
import { runToSuccess } from '../../../support/run-process';
import { buildToolFiles, type MachineFiles, nodeFiles } from './machine-files';

/** An image that stands for the base images of the Dockerfile, in the form that registries hold. */
export interface StandInBase {
  readonly digest: string;
  /** The folder with its manifest and its blobs, as Podman's `dir:` has it. */
  readonly folder: string;
}

/** What is not needed of Python and npm. */
const LEFT_OUT =
  /\/(?:site-packages|dist-packages|test|tests|idlelib|tkinter|ensurepip|config-[^/]+|docs|man|[^/]+\.opt-\d\.pyc)$/;

/**
 * Makes a base image of this machine's own programs, since no registry of images is reachable.
 * @param folder where it is made
 */
export async function makeStandInBase(
  folder: string,
  { hasBuildTools = false }: { readonly hasBuildTools?: boolean } = {},
): Promise<StandInBase> {
  const [root, image] = [join(folder, 'base-files'), join(folder, 'base-image')];
  for (const path of ['etc', 'tmp', 'root', 'opt/ml', 'usr/local/bin'])
    mkdirSync(join(root, path), { recursive: true });
  mkdirSync(image);
  chmodSync(join(root, 'tmp'), 0o1777);
  symlinkSync('usr/bin', join(root, 'bin'));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  link(root, new Map([...(await nodeFiles()), ...(hasBuildTools ? await buildToolFiles() : [])]));
  if (hasBuildTools) {
    script(root, 'npm', 'exec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"');
    script(root, 'pip', 'PYTHONPATH=/usr/local/lib/pip exec python -m pip "$@"');
  }
  return await writeImage(root, image);
}

/**
 * Pushes it to a registry, and returns its pinned name there.
 * @param login `user:password`
 * @param env of the program that pushes
 */
export async function pushStandInBase(
  { folder, digest }: StandInBase,
  url: string,
  login: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const repository = 'base/node';
  const program = join(ROOT, 'test/container/engine/support/push-folder.cjs');
  await runToSuccess(process.execPath, [program, folder, url, repository], { env: { ...env, REGISTRY_LOGIN: login } });
  return `${new URL(url).host}/${repository}@${digest}`;
}

async function writeImage(root: string, folder: string): Promise<StandInBase> {
  const blob = (mediaType: string, content: Buffer) => {
    const digest = sha256(content);
    writeFileSync(join(folder, digest.replace('sha256:', '')), content);
    return { mediaType, digest, size: content.length };
  };
  const archive = await buffer(
    create({ cwd: root, follow: true, portable: true, filter: (path) => !LEFT_OUT.test(path) }, ['.']),
  );
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
    rootfs: { type: 'layers', diff_ids: [sha256(archive)] },
    history: [{ created_by: 'the programs of this machine' }],
  };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: blob('application/vnd.docker.container.image.v1+json', Buffer.from(JSON.stringify(config))),
    // Not smaller, because that would take seconds.
    layers: [blob('application/vnd.docker.image.rootfs.diff.tar.gzip', gzipSync(archive, { level: 0 }))],
  });
  writeFileSync(join(folder, 'manifest.json'), manifest);
  writeFileSync(join(folder, 'version'), 'Directory Transport Version: 1.1\n');
  return { folder, digest: sha256(manifest) };
}

/** The archive follows the links, so that nothing is copied before. */
function link(root: string, files: MachineFiles): void {
  for (const [place, path] of files) {
    const target = join(root, place);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(path, target);
  }
}

function script(root: string, name: string, command: string): void {
  writeFileSync(join(root, 'usr/local/bin', name), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
}
