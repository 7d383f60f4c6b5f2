import type { Surroundings } from '../../surroundings';
import { unlessAborted } from '../../unless-aborted';
import type { ResultManifest } from '../result/manifest';
import { noteChange } from '../statement/change-count';
import type { Session, Statement, StatementRunner, Transfer } from './session';

/**
 * One login for many callers. A login has one transaction, and a statement of another caller would become part of it.
 * So while one caller has the session alone, the statements of the others wait.
 */
export class SharedSession implements Session {
  private free: Promise<unknown> = Promise.resolve();

  constructor(private readonly single: Omit<Session, 'runAlone'>) {}

  get surroundings(): Surroundings {
    return this.single.surroundings;
  }

  set surroundings(surroundings: Surroundings) {
    this.single.surroundings = surroundings;
  }

  get account(): string {
    return this.single.account;
  }

  async run(statement: Statement): Promise<ResultManifest> {
    await unlessAborted(this.free, statement.signal);
    return await this.runNow(statement);
  }

  async runAlone<Result>(work: (session: StatementRunner) => Promise<Result>): Promise<Result> {
    const done = this.free.then(() =>
      work({ surroundings: this.surroundings, run: (statement) => this.runNow(statement) }),
    );
    this.free = done.catch(() => undefined);
    return await done;
  }

  async manifestOf(queryId: string, signal: AbortSignal): Promise<ResultManifest> {
    return await this.single.manifestOf(queryId, signal);
  }

  /** PUT and GET take no part in transactions. */
  async transferFiles(transfer: Transfer): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await this.single.transferFiles(transfer);
  }

  async close(): Promise<void> {
    await this.single.close();
  }

  private async runNow(statement: Statement): Promise<ResultManifest> {
    try {
      return await this.single.run(statement);
    } finally {
      noteChange(statement.sqlText);
    }
  }
}
