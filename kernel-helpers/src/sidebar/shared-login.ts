import { isLocalAccount } from '../aws/clients';
import { hasReason } from '../errors';
import type { SnowflakeCredentials } from '../secrets/snowflake-credentials';
import { type ConnectOptions, connectionParameters } from '../snowflake/session/connection-parameters';
import { openDriverSession } from '../snowflake/session/driver-session';
import type { Session } from '../snowflake/session/session';
import { heardBy } from '../surroundings';
import { unlessAborted } from '../unless-aborted';
import type { Redactor } from './redactor';

/** The names that a person chose in the sidebar; they outlast a new login. */
export type ChosenNames = Pick<ConnectOptions, 'role' | 'warehouse'>;

type Hear = (sentence: string) => void;

/** Marks the statements of the sidebar in Snowflake's query history, in place of a notebook's name. */
const QUERY_TAG = 'JupyterLab sidebar';

/** What one request does with the login of all. */
export type LoginOfRequest = Pick<SharedLogin, 'use' | 'choose'>;

/**
 * One login at Snowflake for all requests of all pages. It has a signal of its own, because who cancels a request must
 * not end the login of others. A login that failed is not remembered: the next request tries again.
 */
export class SharedLogin {
  private opening: Promise<Session> | undefined;
  private chosen: ChosenNames = {};
  private readonly ending = new AbortController();
  /** The session does not say for whom a warning is, so all that work with it hear it. */
  private readonly hearers = new Set<Hear>();

  /** The redactor learns what the login needs to know, so that none of it leaves this process. */
  constructor(private readonly redactor: Redactor) {}

  /** For one request: it hears what the session says while the request works with it, such as that no answer comes. */
  heardBy(hear: Hear): LoginOfRequest {
    return {
      use: async (signal, work) => {
        // A request may do several things at once, each for as long as it lasts.
        const hearOne: Hear = (sentence) => hear(sentence);
        this.hearers.add(hearOne);
        try {
          return await this.use(signal, work);
        } finally {
          this.hearers.delete(hearOne);
        }
      },
      choose: (names) => this.choose(names),
    };
  }

  /** Does work with the session. If the session has ended in Snowflake, this logs in again, once. */
  async use<Result>(signal: AbortSignal, work: (session: Session) => Promise<Result>): Promise<Result> {
    const opening = this.logIn();
    const session = await unlessAborted(opening, signal);
    try {
      return await work(session);
    } catch (error) {
      if (signal.aborted || !hasEnded(error)) throw error;
      this.forget(opening);
      void session.close();
      return await work(await unlessAborted(this.logIn(), signal));
    }
  }

  /** A later login begins with these names. The session that is there must be told by SQL. */
  choose(names: ChosenNames): void {
    this.chosen = { ...this.chosen, ...names };
  }

  /** Ends the session. Calling it twice is fine. */
  async close(): Promise<void> {
    this.ending.abort();
    const session = await this.opening?.catch(() => undefined);
    await session?.close();
  }

  private logIn(): Promise<Session> {
    if (this.opening === undefined) {
      const opening = this.openSession();
      this.opening = opening;
      opening.catch(() => this.forget(opening));
    }
    return this.opening;
  }

  private async openSession(): Promise<Session> {
    const { signal } = this.ending;
    const parameters = await connectionParameters({ ...this.chosen, queryTag: QUERY_TAG, signal });
    this.redactor.learn(secretsOf(parameters.credentials));
    const hear: Hear = (sentence) => {
      for (const one of this.hearers) one(sentence);
    };
    return await openDriverSession(parameters, heardBy(signal, hear));
  }

  private forget(opening: Promise<Session>): void {
    if (this.opening === opening) this.opening = undefined;
  }
}

function secretsOf(credentials: SnowflakeCredentials): readonly string[] {
  switch (credentials.method) {
    case 'key pair':
      return [credentials.privateKey, ...(credentials.passphrase === undefined ? [] : [credentials.passphrase])];
    case 'access token':
    case 'OAuth token':
      return [credentials.token];
    case 'password':
      return [credentials.password];
    case 'workload identity':
      return [];
  }
}

/** A local account that was started again answers, but knows no session of before; for a moment it did not answer. */
function hasEnded(error: unknown): boolean {
  return hasReason(error, 'expired') || (isLocalAccount() && hasReason(error, 'unreachable'));
}
