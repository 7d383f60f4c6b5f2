import { behindFrontDoor } from '../front-door';
import { listenOnLoopback } from '../loopback-server';
import { Account } from './account';
import type { Bounds } from './engine/bounds';
import type { Service } from './http/routes';
import { serve } from './http/serve';
import { LINK_SECONDS, SignedLinks } from './http/signed-links';
import type { StoreRefusal } from './http/store-refusals';
import type { LoginRules } from './login/login-rules';
import { ABANDONED_SECONDS } from './queries/audience';
import { QueryRegistry } from './queries/query-registry';
import { TOKEN_SECONDS } from './session/session';
import { SessionRegistry } from './session/session-registry';
import type { FirstObjects } from './statements/first-objects';

export interface SnowflakeOptions {
  /** The folder for tables, stages and results; it is made when it is missing. One server at a time. */
  readonly directory: string;
  /** The account's name, compared without regard to case. */
  readonly account: string;
  readonly user: string;
  readonly password: string;
  /** How further users log in, and what stands in their way, by their names in upper case. @default none */
  readonly logins?: Readonly<Record<string, LoginRules>>;
  /** The role's ARN behind each AWS access key that may log in by workload identity. @default none */
  readonly awsIdentities?: Readonly<Record<string, string>>;
  /** How far the account's clock is ahead of that of this machine. @default 0 */
  readonly clockAheadSeconds?: number;
  /** What an account without objects gets first. @default nothing, as in a trial account without its samples */
  readonly firstObjects?: FirstObjects;
  /** How much of the machine statements may use. @default well below what it has */
  readonly limits?: Partial<Bounds>;
  /** How many seconds a statement goes on when no client waits for it any more. @default 20 */
  readonly abandonedSeconds?: number;
  /** 0: any free port. @default 0 */
  readonly port?: number;
  /** How long links to chunks are valid. @default six hours, as on the service */
  readonly chunkLinkSeconds?: number;
  /** Refuses every download of a result file in a store's or proxy's words. @default none is refused */
  readonly storeRefusal?: StoreRefusal;
  /**
   * For tests of clients: a session may ask for faults in the downloads of its results, with
   * `alter session set local_faults = '[{"fault":"stalled","chunk":1}]'`. The program `local-account` never allows it.
   * @default false, and asking is an error
   */
  readonly faultsOnDemand?: boolean;
  /** How long a session token is valid before the driver renews it. @default one hour, as on the service */
  readonly tokenSeconds?: number;
}

export interface RunningSnowflake {
  /** `http://127.0.0.1:PORT`, the drivers' `accessUrl`. */
  readonly url: string;
  readonly port: number;
  /** Cancels running statements, ends all sessions and writes everything to the file. Calling it twice is fine. */
  close(): Promise<void>;
}

/**
 * Starts a Snowflake account on this machine that `snowflake-sdk` and the Python connector log in to unmodified.
 * Throws PlatformError when the port is taken or the directory's database is in use.
 */
export async function startSnowflake(options: SnowflakeOptions): Promise<RunningSnowflake> {
  const loopback = await listenOnLoopback(options.port ?? 0, 'Snowflake');
  const { server, port, url } = loopback;
  // Drivers keep connections open between statements.
  server.keepAliveTimeout = 60_000;
  let account: Account;
  try {
    account = await Account.open(options.directory, options.account, options);
  } catch (error) {
    await loopback.close();
    throw error;
  }
  const service: Service = {
    account,
    login: {
      logins: {
        ...options.logins,
        [options.user.toUpperCase()]: { password: options.password, ...options.logins?.[options.user.toUpperCase()] },
      },
      awsIdentities: options.awsIdentities ?? {},
      clockAheadSeconds: options.clockAheadSeconds ?? 0,
      tokenSeconds: options.tokenSeconds ?? TOKEN_SECONDS,
    },
    sessions: new SessionRegistry(),
    queries: new QueryRegistry(account.resultsDirectory),
    links: new SignedLinks(options.chunkLinkSeconds ?? LINK_SECONDS),
    storeRefusal: options.storeRefusal,
    abandonedSeconds: options.abandonedSeconds ?? ABANDONED_SECONDS,
  };
  server.on(
    'request',
    behindFrontDoor((request, response) => void serve(service, request, response)),
  );
  let closed: Promise<void> | null = null;
  const close = async () => {
    server.close();
    await service.queries.cancelAll();
    server.closeAllConnections();
    await Promise.all(service.sessions.all().map((session) => account.endSession(session)));
    await account.close();
  };
  return {
    url,
    port,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
