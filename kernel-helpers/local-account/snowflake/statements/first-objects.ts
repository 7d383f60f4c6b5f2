import type { CatalogChange } from '../catalog/catalog';
import { physicalSchemaName, quote } from '../catalog/physical-name';

/** Names of what a new account has already; folded as Snowflake folds them. */
export interface FirstObjects {
  readonly warehouse: string;
  readonly database: string;
  readonly schema: string;
}

/** The change that makes a warehouse, and a database with its schema PUBLIC and one of the name given. */
export function firstObjectsChange({ warehouse, database, schema }: FirstObjects): CatalogChange {
  const common = { database: '', schema: '', createdOn: new Date(), comment: '' } as const;
  const schemas = [...new Set(['PUBLIC', schema])];
  return {
    sql: schemas.map((name) => `CREATE SCHEMA ${quote(physicalSchemaName(database, name))}`),
    put: [
      { ...common, kind: 'warehouse', name: warehouse, properties: { WAREHOUSE_SIZE: 'XSMALL', AUTO_SUSPEND: '60' } },
      { ...common, kind: 'database', name: database, transient: false },
      ...schemas.map((name) => ({ ...common, kind: 'schema', database, name, transient: false }) as const),
    ],
  };
}
