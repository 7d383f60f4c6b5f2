import type { CatalogChange } from '../catalog/catalog';
import type { StatementContext } from './context';

/** Changes the catalogue on the session's connection; a cancelled change is rolled back. */
export async function applyChange({ account, session, cancellation }: StatementContext, change: CatalogChange) {
  await account.catalog.apply(session.connection, cancellation, change);
}
