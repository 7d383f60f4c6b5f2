import { METHODS, type MethodName } from 'kernel-helpers/sidebar-contract/index';
import type { PageOfTest } from '../kernel-helpers/sidebar/support/page-of-test';

/** Things of the account that the walk looks at. */
export interface WalkedAccount {
  /** Database, schema and table. */
  readonly table: readonly [string, string, string];
  readonly warehouse: string;
  /** A training job that has ended. */
  readonly endedJob: string;
  /** A training job that runs, and is stopped. */
  readonly runningJob: string;
  /** An endpoint that is deleted. */
  readonly endpoint: string;
}

/** Asks all that the sidebar's page can ask, each method at least once, as a person who looks at everything. */
export async function walkSidebar(page: PageOfTest, account: WalkedAccount): Promise<void> {
  const { warehouse, endedJob, runningJob, endpoint } = account;
  const [database, schema, name] = account.table;
  const table = { path: [database, schema, name] };
  const { name: role } = (await page.ask('roles', {}))[0] ?? { name: '' };
  const steps: { readonly [Name in MethodName]: () => Promise<unknown> } = {
    snowflakeAccount: () => page.ask('snowflakeAccount', {}),
    awsAccount: () => page.ask('awsAccount', {}),
    roles: () => page.ask('roles', {}),
    warehouses: () => page.ask('warehouses', {}),
    useRole: () => page.ask('useRole', { name: role }),
    useWarehouse: () => page.ask('useWarehouse', { name: warehouse }),
    doctor: () => page.ask('doctor', {}),
    databases: () => page.ask('databases', {}),
    schemas: () => page.ask('schemas', { path: [database] }),
    tables: () => page.ask('tables', { path: [database, schema] }),
    columns: () => page.ask('columns', table),
    searchTables: () => page.ask('searchTables', { text: name }),
    createStatement: () => page.ask('createStatement', table),
    qualifiedName: () => page.ask('qualifiedName', table),
    cellCode: () => page.ask('cellCode', { ...table, code: 'query' }),
    warehouseUse: () => page.ask('warehouseUse', {}),
    preview: () => page.ask('preview', { ...table, limit: 10 }),
    profile: async () => {
      const [column] = await page.ask('columns', table);
      await page.ask('profile', { ...table, column: column?.name ?? '' });
    },
    jobs: async () => {
      for (const kind of ['training', 'tuning', 'transform', 'endpoint'] as const) await page.ask('jobs', { kind });
    },
    jobFacts: () => page.ask('jobFacts', { jobs: [{ kind: 'training', name: endedJob }] }),
    job: async () => {
      await page.ask('job', { kind: 'training', name: endedJob });
      await page.ask('job', { kind: 'endpoint', name: endpoint });
    },
    followJob: () => page.ask('followJob', { name: endedJob }),
    stopJob: () => page.ask('stopJob', { kind: 'training', name: runningJob }),
    cloneCode: () => page.ask('cloneCode', { name: endedJob }),
    deleteEndpoint: () => page.ask('deleteEndpoint', { name: endpoint }),
  };
  for (const method of Object.keys(METHODS) as readonly MethodName[]) await steps[method]();
}
