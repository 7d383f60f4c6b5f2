import type { Role, SnowflakeAccount, Warehouse } from 'kernel-helpers/sidebar-contract/index';
import type { RecordedAnswers } from './recorded-answers';

/** Who the recorded session is. Another role or warehouse is chosen in this replay only. */
export class RecordedConnection {
  private role: string | undefined;
  private warehouse: string | undefined;

  constructor(private readonly answers: RecordedAnswers) {}

  account(): SnowflakeAccount | undefined {
    const recorded = this.answers.resultsOf('snowflakeAccount').at(-1);
    if (recorded === undefined) return undefined;
    const warehouse = this.warehouses()?.find(({ isCurrent }) => isCurrent) ?? recorded.warehouse;
    return { ...recorded, ...(this.role && { role: this.role }), ...(warehouse && { warehouse }) };
  }

  roles(): Role[] | undefined {
    const roles = this.answers.resultsOf('roles').at(-1);
    const current = this.role;
    return current === undefined ? roles : roles?.map(({ name }) => ({ name, isCurrent: name === current }));
  }

  warehouses(): Warehouse[] | undefined {
    const warehouses = this.answers.resultsOf('warehouses').at(-1);
    const current = this.warehouse;
    return current === undefined
      ? warehouses
      : warehouses?.map((warehouse) => ({ ...warehouse, isCurrent: warehouse.name === current }));
  }

  /** Undefined where no such role was recorded. */
  useRole(name: string): SnowflakeAccount | undefined {
    if (this.roles()?.some((role) => role.name === name) !== true) return undefined;
    this.role = name;
    return this.account();
  }

  /** Undefined where no such warehouse was recorded. */
  useWarehouse(name: string): SnowflakeAccount | undefined {
    if (this.warehouses()?.some((warehouse) => warehouse.name === name) !== true) return undefined;
    this.warehouse = name;
    return this.account();
  }
}
