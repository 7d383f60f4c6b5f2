import { type AwsAccount, describeAccount } from '../aws/account';
import { isLocalAccount } from '../aws/clients';
import { inProgram } from '../program-surroundings';
import { readSettings, type Settings } from '../settings';
import { type ConnectionParameters, connectionParameters } from '../snowflake/session/connection-parameters';
import { openDriverSession } from '../snowflake/session/driver-session';
import type { Session } from '../snowflake/session/session';
import { isOnThisMachine } from '../this-machine';
import { learnAws, learnConnection, learnEnvironment } from './learn-names';
import { MadeThings } from './made-things';
import { ASSUMED_WAREHOUSE, type WarehousePrice } from './prices';
import { Redactor } from './redactor';

/** The accounts that the environment names, while they are checked. What several checks need is asked for once. */
export class AccountUnderCheck {
  readonly made = new MadeThings();
  /** Knows the names and the secrets that were met, so that a report can leave them out. */
  readonly redactor = new Redactor();
  /** What SHOW says about the warehouse, as soon as the check `warehouse` has asked. */
  warehouse: WarehousePrice = ASSUMED_WAREHOUSE;
  /** The training image in ECR, as soon as a check has found or built it. */
  imageUri: string | undefined;
  private readonly opened: Session[] = [];

  /**
   * @param signal ends everything that waits for an answer.
   * @param tell says how far the running check is.
   */
  constructor(
    private readonly signal: AbortSignal,
    readonly tell: (progress: string) => void,
  ) {
    learnEnvironment(this.redactor, process.env);
  }

  readonly settings: () => Settings = once(() => readSettings());

  readonly aws: () => Promise<AwsAccount> = once(async () => {
    const found = await describeAccount(this.signal);
    learnAws(this.redactor, found);
    return found;
  });

  readonly connection: () => Promise<ConnectionParameters> = once(async () => {
    const found = await connectionParameters({ signal: this.signal });
    learnConnection(this.redactor, found);
    return found;
  });

  readonly session: () => Promise<Session> = once(async () => {
    const session = await openDriverSession(await this.connection(), inProgram(this.signal));
    this.opened.push(session);
    return session;
  });

  /** Ends the session in Snowflake. Calling it twice is fine. */
  async close(): Promise<void> {
    await Promise.all(this.opened.map((session) => session.close()));
  }
}

export type AccountKind = 'LOCAL' | 'REAL';

/** Which accounts the environment names. That one is local and the other real is a mistake, which a check tells. */
export function accountsInUse(): { readonly aws: AccountKind; readonly snowflake: AccountKind } {
  const accessUrl = process.env.SF_ACCESS_URL;
  const isLocal = accessUrl !== undefined && isOnThisMachine(accessUrl);
  return { aws: isLocalAccount() ? 'LOCAL' : 'REAL', snowflake: isLocal ? 'LOCAL' : 'REAL' };
}

/** True where nothing is real, so that nothing costs money. */
export function isAllLocal(): boolean {
  return Object.values(accountsInUse()).every((kind) => kind === 'LOCAL');
}

function once<Result>(ask: () => Result): () => Result {
  let answer: { readonly result: Result } | undefined;
  return () => {
    answer ??= { result: ask() };
    return answer.result;
  };
}
