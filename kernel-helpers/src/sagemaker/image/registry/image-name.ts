import { UserError } from '../../../errors';
import { isOnThisMachine } from '../../../this-machine';

/** Where an image is: `host[:port]/repository:tag@sha256:…`. */
export interface ImageName {
  /** With the port, where one is named. */
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

const PINNED =
  /^([a-z0-9.-]+(?::\d+)?)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?@(sha256:[0-9a-f]{64})$/;

/**
 * Reads the name of an image that is pinned by its digest.
 * @param what what the name is for, as the message calls it
 * @throws UserError where it names no registry, or no digest: then nobody could say which image it is.
 */
export function parsePinnedImage(text: string, what: string): ImageName {
  const [, host, repository, tag, digest] = PINNED.exec(text) ?? [];
  if (host === undefined || repository === undefined || digest === undefined) {
    throw new UserError(
      `${what} must name a registry, a repository and a digest, such as public.ecr.aws/docker/library/node@sha256:<64 hex digits>, not ${text}.`,
    );
  }
  return { host, repository, digest, ...(tag === undefined ? {} : { tag }) };
}

/** Registries of this machine are reached without TLS, all others only with it, as Docker does it. */
export function registryUrl(host: string): URL {
  return new URL(isOnThisMachine(`http://${host}`) ? `http://${host}` : `https://${host}`);
}
