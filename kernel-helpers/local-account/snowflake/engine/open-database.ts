import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { messageOf, PlatformError } from 'kernel-helpers/errors';
import { quoteText } from '../identifiers';
import { type Bounds, boundsSql } from './bounds';
import { MACROS } from './macros';

/**
 * Opens the DuckDB file of an account and shuts it off from the machine: SQL may read the stage folders and nothing else,
 * and no statement can change that setting again. Throws PlatformError when the file is in use or damaged.
 */
export async function openDatabase(file: string, stagesDirectory: string, bounds: Bounds): Promise<DuckDBInstance> {
  const instance = await createInstance(file);
  const connection = await instance.connect();
  try {
    for (const sql of [...MACROS, ...boundsSql(bounds, `${file}.tmp`), ...settings(stagesDirectory)])
      await connection.run(sql);
  } finally {
    connection.closeSync();
  }
  return instance;
}

/** The first DuckDB whose files may hold macros with typed parameters. */
const STORAGE_VERSION = 'v1.4.0';

async function createInstance(file: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, { storage_compatibility_version: STORAGE_VERSION });
  } catch (cause) {
    throw new PlatformError(
      `The local Snowflake's database ${file} cannot be opened: ${messageOf(cause)} ` +
        'If another local account uses this directory, stop it; if the file is damaged, erase the account and start anew.',
      { cause },
    );
  }
}

function settings(stagesDirectory: string): readonly string[] {
  return [
    "SET GLOBAL TimeZone = 'UTC'",
    'SET GLOBAL preserve_insertion_order = true',
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    `SET allowed_directories = [${quoteText(join(stagesDirectory, '/'))}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
