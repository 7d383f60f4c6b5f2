import { isLocalAccount } from '../../aws/clients';
import { LOCAL_REGISTRY_ENVIRONMENT } from '../../training-contract/index';
import { ecrLogin } from './ecr-login';
import { type ImageName, registryUrl } from './registry/image-name';
import { Registry } from './registry/registry';
import { ensureRepository } from './repository';

/** The registry that the image is pushed to, with its login. */
export interface OwnRegistry {
  readonly registry: Registry;
  /** As image URIs name it: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>`. */
  readonly repositoryUri: string;
  readonly repository: string;
  /** The registry of a base image: this one with its login, or another one without. */
  registryOf(base: ImageName): Registry;
}

/** URL of the local account's registry; undefined where it runs programs, not containers. */
export function localRegistry(): string | undefined {
  return isLocalAccount() ? process.env[LOCAL_REGISTRY_ENVIRONMENT] || undefined : undefined;
}

/** Finds or makes the repository in ECR, and logs in. */
export async function openOwnRegistry(signal: AbortSignal): Promise<OwnRegistry> {
  const repositoryUri = await ensureRepository();
  const slash = repositoryUri.indexOf('/');
  const host = repositoryUri.slice(0, slash);
  const { user, password } = await ecrLogin();
  const url = new URL(localRegistry() ?? registryUrl(host));
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const registry = new Registry({ url, basic, signal });
  return {
    registry,
    repositoryUri,
    repository: repositoryUri.slice(slash + 1),
    registryOf: (base) =>
      base.host === host || base.host === url.host ? registry : new Registry({ url: registryUrl(base.host), signal }),
  };
}
