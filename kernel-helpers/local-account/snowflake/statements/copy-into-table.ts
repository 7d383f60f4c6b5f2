import { rm } from 'node:fs/promises';
import type { TableObject } from '../catalog/catalog-object';
import { explainDuckdbError } from '../engine/explain-duckdb-error';
import { type Cell, resultOf, statusResult } from '../results/result-set';
import { countColumn, textColumn } from '../results/row-type';
import { requireStage, requireTable } from '../session/resolve-names';
import { SnowflakeError } from '../snowflake-error';
import type { CopyIntoTable, FileFormat } from '../sql/statement';
import { fileDigest, listStage, type StagedFile } from '../stages/stage-folder';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { copyFileSql } from './copy-file-sql';
import { loadedDigests, rememberLoadedFileSql } from './loaded-files';
import { type RunStep, runAtomically } from './run-atomically';
import { requireWarehouse } from './run-query';

/** One file of a COPY and the digest it is remembered by, which is made while the engine already reads the file. */
interface FileToLoad extends StagedFile {
  readonly digest: Promise<string>;
}

/**
 * COPY INTO table FROM stage, all files in one transaction, with the answer's rows in Snowflake's shape. A file that was
 * loaded into the table before is passed over unless FORCE = TRUE: https://docs.snowflake.com/en/sql-reference/sql/copy-into-table
 */
export async function copyIntoTable(context: StatementContext, copy: CopyIntoTable): Promise<StatementAnswer> {
  const { session, account } = context;
  const table = requireTable(session, account.catalog, copy.table, 'COPY');
  requireWarehouse(context);
  const format = formatOf(context, copy);
  const files = await filesToLoad(context, copy, table);
  const statementTypeId = STATEMENT_TYPE.copy;
  if (files.length === 0) return { result: statusResult('Copy executed with 0 files processed.'), statementTypeId };
  const rows = await runAtomically(context, (run) => loadFiles(context, run, copy, table, format, files));
  if (copy.purge) for (const file of files) await rm(file.file, { force: true });
  return { result: resultOf(ANSWER_COLUMNS, rows), statementTypeId };
}

const ANSWER_COLUMNS = [
  textColumn('file'),
  textColumn('status'),
  countColumn('rows_parsed'),
  countColumn('rows_loaded'),
  countColumn('error_limit'),
  countColumn('errors_seen'),
  textColumn('first_error'),
  { ...countColumn('first_error_line'), nullable: true },
  { ...countColumn('first_error_character'), nullable: true },
  textColumn('first_error_column_name'),
];

/** The statement's own format, else the stage's, else CSV. */
function formatOf({ session, account }: StatementContext, copy: CopyIntoTable): FileFormat {
  if (copy.fileFormat !== null) return copy.fileFormat;
  const stage =
    copy.location.of === 'stage' ? requireStage(session, account.catalog, copy.location.name, 'COPY') : null;
  return stage?.fileFormat ?? { type: 'CSV', options: {} };
}

async function filesToLoad(
  context: StatementContext,
  copy: CopyIntoTable,
  table: TableObject,
): Promise<readonly FileToLoad[]> {
  const staged = await listStage(context, copy.location, copy.pattern, 'COPY');
  const chosen = copy.files === null ? staged : copy.files.map((name) => requireFile(staged, copy, name));
  const loaded = copy.force ? new Set() : await loadedDigests(context.session, table);
  const files = chosen.map((file) => ({ ...file, digest: digestOf(file) }));
  if (loaded.size === 0) return files;
  const areLoaded = await Promise.all(files.map(async ({ digest }) => loaded.has(await digest)));
  return files.filter((_, index) => !areLoaded[index]);
}

function digestOf(file: StagedFile): Promise<string> {
  const digest = fileDigest(file.file).then((text) => `${file.printedPath} ${text}`);
  // Whoever waits for the digest hears of a failure; after a failed load nobody waits.
  digest.catch(() => undefined);
  return digest;
}

function requireFile(staged: readonly StagedFile[], copy: CopyIntoTable, name: string): StagedFile {
  const path = [copy.location.path, name].filter((part) => part !== '').join('/');
  const found = staged.find((file) => file.path === path);
  if (found !== undefined) return found;
  throw new SnowflakeError('091016', '22000', `Remote file '${name}' was not found. Check the name with LIST.`);
}

async function loadFiles(
  context: StatementContext,
  run: RunStep,
  copy: CopyIntoTable,
  table: TableObject,
  format: FileFormat,
  files: readonly FileToLoad[],
): Promise<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for (const file of files) {
    const loaded = await loadFile(context, run, copy, table, format, file);
    rows.push([file.printedPath, 'LOADED', loaded, loaded, 1, 0, null, null, null, null]);
  }
  return rows;
}

async function loadFile(
  { session }: StatementContext,
  run: RunStep,
  copy: CopyIntoTable,
  table: TableObject,
  format: FileFormat,
  file: FileToLoad,
): Promise<number> {
  try {
    const sql = await copyFileSql(session.connection, copy, table, format, file.file);
    const rows = await run(sql);
    await run(rememberLoadedFileSql(table, await file.digest));
    return rows;
  } catch (error) {
    throw inFile(error, file);
  }
}

/** Snowflake's load errors name the file and say how to go on. */
function inFile(error: unknown, file: StagedFile): SnowflakeError {
  const { code, sqlState, message, cause = error } = explainDuckdbError(error);
  if (code === '000604') return new SnowflakeError(code, sqlState, message);
  return new SnowflakeError(
    code,
    sqlState,
    `${message}\n  File '${file.printedPath}'\n  Nothing of this COPY was loaded (ON_ERROR = ABORT_STATEMENT).`,
    { cause },
  );
}
