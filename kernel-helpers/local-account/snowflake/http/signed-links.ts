import { createHmac, randomBytes } from 'node:crypto';
import { isSameSecret } from '../session/session-registry';

/** Links are valid for six hours: https://docs.snowflake.com/en/user-guide/querying-persisted-results */
export const LINK_SECONDS = 6 * 3600;

/** Makes and checks links. The link alone gives access: it needs no session, and it cannot be guessed. */
export class SignedLinks {
  private readonly key = randomBytes(32);

  constructor(private readonly lifetimeSeconds: number) {}

  /**
   * A URL for a path, which is already percent-encoded.
   * @param origin of the server, as the client knows it
   */
  linkTo(origin: string, path: string): string {
    const expires = Date.now() + this.lifetimeSeconds * 1000;
    return `${origin}${path}?expires=${expires}&signature=${this.sign(path, expires)}`;
  }

  /** True for a link that was made here and has not expired. */
  isValid(url: URL): boolean {
    const expires = Number(url.searchParams.get('expires'));
    const signature = url.searchParams.get('signature') ?? '';
    return isSameSecret(signature, this.sign(url.pathname, expires)) && Date.now() < expires;
  }

  private sign(path: string, expires: number): string {
    return createHmac('sha256', this.key).update(`${path} ${expires}`).digest('base64url');
  }
}

/** Where a chunk of a result is. */
export function chunkPath(queryId: string, index: number): string {
  return `/chunks/${queryId}/${index}`;
}
