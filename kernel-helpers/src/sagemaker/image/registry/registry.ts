import { isPlatformError, isUserError, PlatformError, UserError } from '../../../errors';
import { type FetchAnswer, fetchWithProxy } from '../../../network/fetch';
import { ownErrorIn, whyUnreachable } from '../../../network/why-unreachable';
import { askForToken, challengeOf } from './bearer-token';
import { recordRequest } from './record-request';
import type { RegistryAnswer } from './registry-answer';
import { failureOf } from './registry-failure';

/** An attempt has failed when nothing was sent or received for so long. */
const SILENCE_SECONDS = 60;
const MAX_REDIRECTS = 5;
/** A download goes on elsewhere; whatever is sent, only the registry itself gets. */
const REDIRECTIONS = [301, 302, 303, 307, 308];

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each attempt. */
  readonly body?: () => Uint8Array | AsyncIterable<Uint8Array>;
  /** Statuses besides 200 to 299 that are answers, not failures. */
  readonly expected?: readonly number[];
}

export interface RegistryOptions {
  readonly url: URL;
  /** The value of `Authorization` for Basic; without it the registry is asked for an anonymous token. */
  readonly basic?: string;
  readonly signal: AbortSignal;
  readonly silenceSeconds?: number;
}

/**
 * One registry that speaks Docker's Registry HTTP API V2
 * (https://distribution.github.io/distribution/spec/api/). The login goes to the registry itself and nowhere else:
 * registries answer with addresses of their storage, which would get to know it.
 */
export class Registry {
  readonly url: URL;
  readonly signal: AbortSignal;
  private readonly basic: string | undefined;
  private readonly silenceSeconds: number;
  /** Tokens by what they allow. */
  private readonly tokens = new Map<string, string>();

  constructor({ url, basic, signal, silenceSeconds = SILENCE_SECONDS }: RegistryOptions) {
    this.url = url;
    this.basic = basic;
    this.signal = signal;
    this.silenceSeconds = silenceSeconds;
  }

  /**
   * Sends one request and follows its redirections.
   * @param place a path of the registry, or an address that it gave
   * @throws UserError where the registry refuses, PlatformError where it is not reached or cannot answer now.
   */
  async send(place: string | URL, request: RegistryRequest): Promise<RegistryAnswer> {
    const first = new URL(place, this.url);
    // Only ECR lets in by a name and a password; it asks IAM for each request.
    if (this.basic !== undefined && first.origin === this.url.origin) recordRequest(request.method, first);
    const answer = await this.follow(first, request);
    const challenge = answer.status === 401 && this.basic === undefined ? challengeOf(answer) : undefined;
    if (challenge === undefined) return await this.accept(answer, request);
    await answer.bytes();
    const token = await askForToken(challenge, (url) => this.fetch(url, { method: 'GET' }, {}));
    this.tokens.set(repositoryOf(first), `Bearer ${token}`);
    return await this.accept(await this.follow(first, request), request);
  }

  private async accept(answer: RegistryAnswer, { method, expected = [] }: RegistryRequest): Promise<RegistryAnswer> {
    const isExpected = (answer.status >= 200 && answer.status < 300) || expected.includes(answer.status);
    if (!isExpected) throw failureOf(answer, await answer.bytes(), this.basic !== undefined);
    // Only downloads have a body that somebody reads; what is left unread would hold the connection.
    if (method !== 'GET') await answer.bytes();
    return answer;
  }

  private authorization(url: URL): string | undefined {
    return this.basic ?? this.tokens.get(repositoryOf(url));
  }

  private async follow(first: URL, request: RegistryRequest): Promise<RegistryAnswer> {
    const authorization = this.authorization(first);
    let url = first;
    for (let redirects = 0; ; redirects += 1) {
      const isOwn = url.origin === this.url.origin;
      const answer = await this.fetch(url, request, isOwn && authorization !== undefined ? { authorization } : {});
      const location = answer.header('location');
      if (!REDIRECTIONS.includes(answer.status) || location === undefined) return answer;
      await answer.bytes();
      const next = new URL(location, url);
      if (redirects === MAX_REDIRECTS) throw wrongRedirect(url, 'too often');
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw wrongRedirect(url, 'to an address without TLS');
      url = next;
    }
  }

  private async fetch(url: URL, { method, headers, body }: RegistryRequest, more: Record<string, string>) {
    this.signal.throwIfAborted();
    const silence = new AbortController();
    const limit = this.silenceSeconds;
    const timer = setTimeout(() => silence.abort(new Error(`nothing came or went for ${limit} s`)), limit * 1000);
    timer.unref();
    const guard = { url, signal: this.signal, alive: () => timer.refresh(), over: () => clearTimeout(timer) };
    try {
      const content = body?.();
      const answer = await fetchWithProxy(url, {
        method,
        headers: { ...headers, ...more },
        ...(content === undefined ? {} : { body: content instanceof Uint8Array ? content : watched(content, guard) }),
        redirect: 'manual',
        signal: AbortSignal.any([this.signal, silence.signal]),
      });
      return answerOf(answer, guard);
    } catch (error) {
      guard.over();
      throw failedRequest(error, guard);
    }
  }
}

/** What watches over one request and its answer. */
interface Guard {
  readonly url: URL;
  readonly signal: AbortSignal;
  alive(): void;
  over(): void;
}

async function* watched(pieces: AsyncIterable<Uint8Array>, guard: Guard): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) {
    guard.alive();
    yield piece;
  }
}

function answerOf(answer: FetchAnswer, guard: Guard): RegistryAnswer {
  async function* pieces(): AsyncIterable<Uint8Array> {
    const reader = answer.body?.getReader();
    try {
      for (;;) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return;
        guard.alive();
        yield piece.value;
      }
    } catch (error) {
      throw failedRequest(error, guard);
    } finally {
      guard.over();
      // After a failure there is nothing left to cancel.
      reader?.cancel().catch(() => undefined);
    }
  }
  return {
    status: answer.status,
    url: guard.url,
    header: (name) => answer.headers.get(name) ?? undefined,
    pieces,
    async bytes() {
      const parts: Uint8Array[] = [];
      for await (const piece of pieces()) parts.push(piece);
      return Buffer.concat(parts);
    },
  };
}

/** What a lost connection is for the caller; an interruption stays as it is. */
function failedRequest(error: unknown, { url, signal }: Guard): unknown {
  signal.throwIfAborted();
  const own = ownErrorIn(error);
  // A proxy that refuses once refuses always.
  if (isUserError(own)) return own;
  if (isPlatformError(error)) return error;
  return new PlatformError(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
}

function wrongRedirect({ host }: URL, how: string): UserError {
  return new UserError(`${host} sends this download on ${how}. Check what answers under this name.`, {
    reason: 'unreadable-answer',
  });
}

/** `/v2/<repository>/blobs/…` and its like; tokens are given for one repository. */
function repositoryOf({ pathname }: URL): string {
  return /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(pathname)?.[1] ?? '';
}
