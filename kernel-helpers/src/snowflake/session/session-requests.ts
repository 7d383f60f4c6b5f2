import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PlatformError } from '../../errors';
import { unlessAborted } from '../../unless-aborted';
import { refuseWhileBusy, untilAvailable } from '../result/http-attempts';
import { exchange, type HttpAnswer } from '../result/http-exchange';
import { type Envelope, parseEnvelope } from '../result/parse-answer';
import type { AnswerWatch } from './answer-watch';
import { TERMINATED } from './driver-codes';
import type { SessionTokens } from './driver-tokens';

/** While a statement runs, Snowflake waits up to 45 seconds before it answers. */
const SILENCE_SECONDS = 90;
/** A new token that is refused like the old one will not get better. */
const MOST_RENEWALS = 3;

const gzipped = promisify(gzip);

export interface SessionRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, from `/` on. */
  readonly path: string;
  readonly body?: object;
  readonly signal: AbortSignal;
  /** How often the request is sent while the network fails or Snowflake is busy. */
  readonly attempts: number;
  /** Hears of each attempt. */
  readonly watch?: AnswerWatch;
}

/** Sends the requests of one session, and gets a new token when its own has expired. */
export class SessionRequests {
  constructor(
    private readonly accessUrl: string,
    private readonly tokens: SessionTokens,
  ) {}

  async send(request: SessionRequest): Promise<Envelope> {
    const packed = request.body === undefined ? undefined : await gzipped(JSON.stringify(request.body));
    for (let renewals = 0; ; renewals += 1) {
      const token = this.tokens.current();
      if (token === undefined)
        return { success: false, code: TERMINATED, message: 'The session has ended.', data: null };
      const answer = envelopeOf(this.accessUrl, await this.#sendWith(token, request, packed));
      if (!isTokenExpired(answer) || renewals === MOST_RENEWALS) return answer;
      // Another request may have got a new one meanwhile.
      if (this.tokens.current() === token) await this.tokens.renew();
    }
  }

  async #sendWith(token: string, request: SessionRequest, packed: Uint8Array | undefined): Promise<HttpAnswer> {
    const { method, path, signal, attempts, watch } = request;
    const startedAt = Date.now();
    let retries = 0;
    const headers = {
      accept: 'application/snowflake',
      authorization: `Snowflake Token="${token}"`,
      ...(packed === undefined ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    };
    const attempt = async (): Promise<HttpAnswer> => {
      const url = new URL(path, this.accessUrl);
      // As the driver marks its requests, and those that it sends again (snowflake-sdk 3.3.0, http/axios_instance.js).
      url.searchParams.set('request_guid', randomUUID());
      if (retries > 0) {
        url.searchParams.set('clientStartTime', String(startedAt));
        url.searchParams.set('retryCount', String(retries));
      }
      retries += 1;
      const watched = watch?.begin();
      try {
        const sent = { method, headers, signal, silenceSeconds: SILENCE_SECONDS, body: packed };
        const answer = await exchange(url, sent, (status) => watched?.answered(status));
        refuseWhileBusy(url, answer.status, answer.retryAfter);
        return answer;
      } catch (error) {
        // The watch explains what failed in its own words.
        watched?.failed(error instanceof Error ? (error.cause ?? error) : error);
        throw error;
      }
    };
    // Between two attempts, too, an abort ends the waiting at once.
    return await unlessAborted(untilAvailable(signal, attempt, attempts), signal);
  }
}

/** True when the answer says that the session's token has expired and a new one is needed. */
function isTokenExpired({ success, code }: Envelope): boolean {
  return !success && (code === '390112' || code === '390104');
}

function envelopeOf(accessUrl: string, { status, body }: HttpAnswer): Envelope {
  try {
    return parseEnvelope(body);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new PlatformError(
      `${new URL(accessUrl).host} answered HTTP ${status} with something that is not JSON; a proxy may be in between.`,
      { cause, facts: { status }, reason: 'unreadable-answer' },
    );
  }
}
