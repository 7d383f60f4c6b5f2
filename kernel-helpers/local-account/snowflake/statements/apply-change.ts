import type { CatalogChange } from '../catalog/catalog';
import { rolesAfterChange } from '../rights/grants-after-change';
import type { StatementContext } from './context';

/** Changes the catalogue on the session's connection, with the grants on what changes; a cancelled change is rolled back. */
export async function applyChange({ account, session, cancellation }: StatementContext, change: CatalogChange) {
  const { catalog } = account;
  const roles = rolesAfterChange(catalog, session, change);
  await catalog.apply(session.connection, cancellation, { ...change, put: [...(change.put ?? []), ...roles] });
}
