import { cellCode } from './code/cell-code';
import type { Methods } from './method';
import { listTableColumns } from './tables/describe-table';

/** Cells to insert for a table. */
export const codeMethods: Methods<'cellCode'> = {
  cellCode: async ({ path, code }, { snowflake, signal }) => {
    const columns = await snowflake.use(signal, (session) => listTableColumns(session, path, signal));
    return { source: cellCode(code, path, columns) };
  },
};
