import { inProgram } from '../program-surroundings';
import { readSettings } from '../settings';
import { connectIn } from '../snowflake/connect';
import { nameParts, writeName } from '../snowflake/statement/identifiers';
import { SNOWFLAKE_NAMES } from '../story-names';

/** What the notebooks use unless the settings name others. */
const EXAMPLE = { ...SNOWFLAKE_NAMES, table: 'california_housing' } as const;

/** What the notebooks have made in Snowflake, as statements of SQL. */
export interface SnowflakeObjects {
  /** Drops the table alone. */
  readonly dropTable: string;
  /** For a person: also drops the places of the table, which may hold what others made. */
  readonly block: string;
}

/** The statements for the names that the settings give. Nobody is asked. */
export function snowflakeObjects(): SnowflakeObjects {
  const { warehouse, database, schema, table } = { ...EXAMPLE, ...known(readSettings()) };
  const schemaName = nameOf(database, schema);
  // The setting may name the table with its places.
  const dropTable = `drop table if exists ${nameOf(...[database, schema].slice(0, 3 - nameParts(table).length), table)}`;
  const lines = [
    `${dropTable};`,
    '-- These may hold what others made. Run them only if the notebooks made them and nobody uses them:',
    `-- drop schema if exists ${schemaName};`,
    `-- drop database if exists ${nameOf(database)};`,
    `-- drop warehouse if exists ${nameOf(warehouse)};`,
    '-- The user, the roles and the network policy that an administrator made for logging in stay as well.',
  ];
  return { dropTable, block: lines.join('\n') };
}

/** Drops the table that the notebooks loaded; fine if there is none. Returns the statement. */
export async function dropLoadedTable(signal: AbortSignal): Promise<string> {
  const { dropTable } = snowflakeObjects();
  const snowflake = await connectIn(inProgram(signal));
  try {
    await snowflake.execute(dropTable);
  } finally {
    await snowflake.close();
  }
  return dropTable;
}

function nameOf(...names: readonly string[]): string {
  return names.flatMap(nameParts).map(writeName).join('.');
}

function known<Names extends object>(names: Names): Names {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined)) as Names;
}
