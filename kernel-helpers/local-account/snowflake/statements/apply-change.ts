import type { CatalogChange } from '../catalog/catalog';
import type { StatementContext } from './context';

/** Changes the catalogue on the session's connection; a cancelled change is rolled back. */
export async function applyChange({ account, session, cancellation }: StatementContext, change: CatalogChange) {
  const { connection } = session;
  await account.catalog.apply(
    {
      run: (sql) => cancellation.guard(connection, () => connection.run(sql)),
      rollBack: () => connection.run('ROLLBACK'),
    },
    change,
  );
}
