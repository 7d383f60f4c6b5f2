import { connect } from 'kernel-helpers/cell-api/connect';
import { answerRequest } from 'kernel-helpers/sidebar/answer-request';
import { Redactor } from 'kernel-helpers/sidebar/redactor';
import { SharedLogin } from 'kernel-helpers/sidebar/shared-login';
import type { MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { startLocalAccount, type TestAccount } from '../../../support/local-account';
import { withEnvironment } from '../../../support/with-environment';

/** A local account of the test's own, asked as a page asks, in this process. */
export class AskedAccount {
  readonly events: unknown[] = [];

  private constructor(
    readonly account: TestAccount,
    /** A session of its own, to make and change tables with. */
    readonly snowflake: Snowflake,
    private readonly login: SharedLogin,
    private readonly restore: () => void,
  ) {}

  static async start(): Promise<AskedAccount> {
    const account = await startLocalAccount();
    const restore = withEnvironment(account.settings);
    const snowflake = await connect({ signal: new AbortController().signal });
    return new AskedAccount(account, snowflake, new SharedLogin(new Redactor()), restore);
  }

  async ask<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    signal = new AbortController().signal,
  ): Promise<ResultOf<Name>> {
    const context = { signal, emit: (event: unknown) => void this.events.push(event), snowflake: this.login };
    return (await answerRequest({ method, params }, context)) as ResultOf<Name>;
  }

  /** The same account, asked by a sidebar that has not logged in yet. */
  withNewLogin(): AskedAccount {
    return new AskedAccount(this.account, this.snowflake, new SharedLogin(new Redactor()), this.restore);
  }

  /** Runs statements one after the other. */
  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await (await this.snowflake.execute(statement)).close();
  }

  async closeLogin(): Promise<void> {
    await this.login.close();
  }

  async close(): Promise<void> {
    await this.closeLogin();
    await this.snowflake.close();
    await this.account.close();
    this.restore();
  }
}
