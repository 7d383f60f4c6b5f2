import type { AwsAccount, Role, SnowflakeAccount, Warehouse } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { Store } from '../store/store';
import { type Loaded, load, NOT_LOADED } from './loaded';

/** What the user switches, while that goes on or after it failed. */
export interface Switching {
  readonly what: 'role' | 'warehouse';
  readonly name: string;
  readonly error?: RequestError;
}

/** Who the hidden session is, in Snowflake and in AWS, and what it may become. Asks only when it is told to. */
export class AccountStore {
  readonly snowflake = new Store<Loaded<SnowflakeAccount>>(NOT_LOADED);
  readonly aws = new Store<Loaded<AwsAccount>>(NOT_LOADED);
  readonly roles = new Store<Loaded<readonly Role[]>>(NOT_LOADED);
  readonly warehouses = new Store<Loaded<readonly Warehouse[]>>(NOT_LOADED);
  readonly switching = new Store<Switching | undefined>(undefined);
  private work = new AbortController();

  constructor(private readonly backend: Backend) {}

  /** Asks for everything again. What fails says so in its own place, so this never rejects. */
  async refresh(): Promise<void> {
    this.cancel();
    const { signal } = this.work;
    const { backend } = this;
    const snowflake = load(this.snowflake, () => backend.request('snowflakeAccount', {}, { signal }));
    const aws = load(this.aws, () => backend.request('awsAccount', {}, { signal }));
    if ((await snowflake) !== undefined) await this.loadChoices(signal);
    await aws;
  }

  switchRole(name: string): Promise<void> {
    return this.switchTo('role', name, (signal) => this.backend.request('useRole', { name }, { signal }));
  }

  switchWarehouse(name: string): Promise<void> {
    return this.switchTo('warehouse', name, (signal) => this.backend.request('useWarehouse', { name }, { signal }));
  }

  /** Ends all that is asked for now. What was known stays. */
  cancel(): void {
    this.work.abort();
    this.work = new AbortController();
  }

  private async loadChoices(signal: AbortSignal): Promise<void> {
    const { backend } = this;
    await Promise.all([
      load(this.roles, () => backend.request('roles', {}, { signal })),
      load(this.warehouses, () => backend.request('warehouses', {}, { signal })),
    ]);
  }

  private async switchTo(
    what: Switching['what'],
    name: string,
    ask: (signal: AbortSignal) => Promise<SnowflakeAccount>,
  ): Promise<void> {
    this.cancel();
    const { signal } = this.work;
    this.switching.set({ what, name });
    try {
      const value = await ask(signal);
      this.snowflake.set({ value, isLoading: false, asOf: new Date() });
      this.switching.set(undefined);
    } catch (error) {
      const failure = RequestError.from(error);
      this.switching.set(failure.reason === 'interrupted' ? undefined : { what, name, error: failure });
    }
    // Another role may use other warehouses, and which one is current has changed.
    await this.loadChoices(signal);
  }
}
