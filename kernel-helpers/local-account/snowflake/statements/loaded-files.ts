import type { TableObject } from '../catalog/catalog-object';
import { printPhysical } from '../catalog/physical-name';
import { quoteText } from '../identifiers';
import type { Session } from '../session/session';

const LOADED_FILES = 'local_account.loaded_files';

/** Makes the table in which COPY remembers its files; it takes part in the user's transactions. */
export const CREATE_LOADED_FILES = `CREATE TABLE IF NOT EXISTS ${LOADED_FILES} (table_id VARCHAR, digest VARCHAR)`;

/** What COPY has loaded into a table before. */
export async function loadedDigests(session: Session, table: TableObject): Promise<ReadonlySet<unknown>> {
  const read = await session.connection.runAndReadAll(`SELECT digest FROM ${LOADED_FILES} WHERE ${ofTable(table)}`);
  return new Set(read.getRowsJson().map(([digest]) => digest));
}

export function rememberLoadedFileSql(table: TableObject, digest: string): string {
  return `INSERT INTO ${LOADED_FILES} VALUES (${tableId(table)}, ${quoteText(digest)})`;
}

export function forgetLoadedFilesSql(table: TableObject): string {
  return `DELETE FROM ${LOADED_FILES} WHERE ${ofTable(table)}`;
}

function ofTable(table: TableObject): string {
  return `table_id = ${tableId(table)}`;
}

/** A table made anew under the same name has loaded nothing. */
function tableId(table: TableObject): string {
  return quoteText(printPhysical(table.physical));
}
