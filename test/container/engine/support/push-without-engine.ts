import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { ROOT } from '../../../support/clone';
import { runToSuccess } from '../../../support/run-process';
import { type DebianRegistry, startDebianRegistry } from './debian-registry';
import type { Podman } from './podman';
import { pushStandInBase, type StandInBase } from './stand-in-base';

/** What `kernel-helpers push-image` has pushed to a registry with TLS and a password, once and then again. */
export interface PushedWithoutEngine {
  readonly digests: readonly string[];
  /** The requests that sent something. */
  readonly sent: readonly string[];
  /** Pulls the image by its digest, and returns the name that it has then. */
  pull(): Promise<string>;
  close(): Promise<void>;
}

const REPOSITORY = 'sagemaker-snowflake-xgboost';
const COMMAND = join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs');

/** @param settings variables of the local account, whose ECR gives the password */
export async function pushWithoutEngine(
  podman: Podman,
  standIn: StandInBase,
  settings: Readonly<Record<string, string>>,
): Promise<PushedWithoutEngine> {
  const folder = join(podman.folder, 'without-engine');
  mkdirSync(folder);
  const login = await passwordOfEcr(settings);
  const registry = await startDebianRegistry(folder, login);
  return await build(podman, standIn, settings, folder, login, registry).catch(async (error: unknown) => {
    await registry.close();
    throw error;
  });
}

async function build(
  podman: Podman,
  standIn: StandInBase,
  settings: Readonly<Record<string, string>>,
  folder: string,
  login: string,
  registry: DebianRegistry,
): Promise<PushedWithoutEngine> {
  const access = ['--cert-dir', registry.certificates, '--creds', login];
  const env = { ...process.env, ...settings, NODE_EXTRA_CA_CERTS: certificates(folder, registry) };
  const base = await pushStandInBase(standIn, `https://${registry.host}`, login, env);
  const before = registry.asked().length;
  const push = async (): Promise<string> => {
    const output = await runToSuccess(process.execPath, [COMMAND, 'push-image', '--base', base], {
      env: { ...env, LOCAL_SAGEMAKER_REGISTRY: `https://${registry.host}` },
    });
    const uri = output.trimEnd().split('\n').at(-1) ?? '';
    return uri.slice(uri.indexOf('@') + 1);
  };
  const digests = [await push(), await push()];
  return {
    digests,
    sent: registry
      .asked()
      .slice(before)
      .filter((request) => /^(PATCH|PUT .*\/manifests\/)/.test(request)),
    pull: async () => {
      const image = `${registry.host}/${REPOSITORY}@${digests[0]}`;
      await podman.run('pull', '--quiet', ...access, image);
      return image;
    },
    close: () => registry.close(),
  };
}

async function passwordOfEcr({ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region }: Readonly<Record<string, string>>) {
  const client = new ECRClient({ endpoint, region });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  return Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString('utf8');
}

/** Those of the registry, and those that npm needs on this machine. */
function certificates(folder: string, registry: DebianRegistry): string {
  const file = join(folder, 'all.pem');
  const known = process.env.NODE_EXTRA_CA_CERTS;
  writeFileSync(
    file,
    [readFileSync(join(registry.certificates, 'ca.crt')), known === undefined ? '' : readFileSync(known)].join('\n'),
  );
  return file;
}
