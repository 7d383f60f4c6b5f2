import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PlatformError, UserError } from '../../errors';
import { Table } from '../../table/columnar-table';
import type { DataFrame } from '../../table/data-frame';
import { isSynthetic } from '../../table/origin';
import { forEachInWindow } from '../for-each-in-window';
import { nameParts, quoteIdentifier, quoteText } from '../identifiers';
import { rowsOf } from '../rows-of';
import type { Session } from '../session';
import { type ExistingTable, findTable, hasSameColumns } from './existing-table';
import { type LoadColumn, type LoadPlanOptions, planLoad } from './load-plan';
import { LoadReport } from './load-report';
import { cutIntoParts, type ParquetPart, withTemporaryFolder, writePart } from './parquet-parts';

export interface WriteTableOptions extends LoadPlanOptions {
  /** What happens when the table exists: an error, more rows, or new rows in place of the old. @default 'fail' */
  readonly ifExists?: 'fail' | 'append' | 'replace';
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface LoadProgress {
  readonly rowsSent: number;
  readonly rowCount: number;
}

/** Files that are sent at the same time. */
const CONCURRENT_UPLOADS = 4;
/** How long undoing may take once the statement itself failed or was interrupted. */
const CLEAN_UP_SECONDS = 60;

/**
 * Loads rows into a table: Parquet files to a temporary stage, then one COPY in one transaction.
 * The rows are counted before the commit; whatever goes wrong, the table is as it was before.
 */
export async function writeTable(
  session: Session,
  data: Table | DataFrame,
  name: string,
  options: WriteTableOptions & { readonly signal: AbortSignal },
): Promise<LoadReport> {
  const startedAt = performance.now();
  const table = data instanceof Table ? data : Table.fromDataFrame(data);
  const columns = planLoad(table, options);
  const target = nameParts(name);
  const existing = await findTable(session, target, options.signal);
  checkTarget(name, existing, columns, options.ifExists ?? 'fail');

  const load = new Load(session, target, columns, table, options.signal);
  const parts = await load.stageRows(options.onProgress);
  try {
    await load.intoTable(existing, options.ifExists === 'replace');
  } finally {
    await load.dropStage();
  }
  return new LoadReport({
    table: target.join('.'),
    rows: table.rowCount,
    bytes: parts.reduce((bytes, part) => bytes + part.bytes, 0),
    parts: parts.length,
    seconds: (performance.now() - startedAt) / 1000,
  });
}

/** Refuses before anything is sent. */
function checkTarget(
  name: string,
  existing: ExistingTable | undefined,
  columns: readonly LoadColumn[],
  ifExists: 'fail' | 'append' | 'replace',
): void {
  if (existing === undefined || ifExists === 'replace') return;
  if (ifExists === 'fail') {
    throw new UserError(
      `Table ${name} exists already. Pass { ifExists: 'replace' } to put these rows in place of its rows, or 'append' to add them.`,
      { facts: { table: name } },
    );
  }
  const known = new Set(existing.columns.map((column) => column.name));
  const unknown = columns.filter((column) => !known.has(column.name)).map((column) => column.name);
  if (unknown.length > 0) {
    throw new UserError(
      `Table ${name} has no column ${unknown.join(', ')}; it has ${[...known].join(', ')}. Rename the columns, or replace the table.`,
      { facts: { table: name } },
    );
  }
}

/** One load: its stage, its target, and how to undo it. */
class Load {
  private readonly suffix = randomBytes(6).toString('hex').toUpperCase();
  private readonly stage: string;

  constructor(
    private readonly session: Session,
    private readonly target: readonly string[],
    private readonly columns: readonly LoadColumn[],
    private readonly table: Table,
    private readonly signal: AbortSignal,
  ) {
    this.stage = this.sibling(`KERNEL_HELPERS_STAGE_${this.suffix}`);
  }

  /** Writes the rows as Parquet files and sends them to a new temporary stage. */
  async stageRows(onProgress?: (progress: LoadProgress) => void): Promise<readonly ParquetPart[]> {
    const { rowCount } = this.table;
    const ranges = cutIntoParts(this.columns, rowCount);
    const parts: ParquetPart[] = [];
    let rowsSent = 0;
    await this.run(`create temporary stage ${this.stage} file_format = (type = parquet)`);
    try {
      await withTemporaryFolder((folder) =>
        forEachInWindow([...ranges.entries()], CONCURRENT_UPLOADS, async ([index, range]) => {
          this.signal.throwIfAborted();
          const part = await writePart(this.columns, range, join(folder, `part-${index}.parquet`));
          await this.put(part);
          parts.push(part);
          rowsSent += part.rows;
          onProgress?.({ rowsSent, rowCount });
        }),
      );
    } catch (error) {
      await this.dropStage();
      throw error;
    }
    return parts;
  }

  async intoTable(existing: ExistingTable | undefined, replace: boolean): Promise<void> {
    const target = this.quoted(this.target);
    if (existing === undefined) return await this.intoNewTable(target, 'table');
    if (!replace) return await this.copyAtomically(target);
    const keepsTable =
      hasSameColumns(existing, this.columns) && isSynthetic(existing.comment) === isSynthetic(this.table.origin);
    if (keepsTable) return await this.copyAtomically(target, `delete from ${target}`);

    // Other columns need another table: it is filled beside the old one and takes its place in one statement.
    const beside = this.sibling(`KERNEL_HELPERS_LOAD_${this.suffix}`);
    await this.intoNewTable(beside, 'temporary table');
    try {
      await this.run(`create or replace table ${target}${this.comment()} copy grants as select * from ${beside}`);
    } finally {
      await this.undo(`drop table if exists ${beside}`);
    }
  }

  async dropStage(): Promise<void> {
    await this.undo(`drop stage if exists ${this.stage}`);
  }

  private async intoNewTable(target: string, kind: 'table' | 'temporary table'): Promise<void> {
    const columns = this.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ');
    await this.run(`create ${kind} ${target} (${columns})${this.comment()}`);
    try {
      await this.copyAtomically(target);
    } catch (error) {
      await this.undo(`drop table if exists ${target}`);
      throw error;
    }
  }

  /** All rows or none: anything but the exact number of rows is rolled back. */
  private async copyAtomically(target: string, before?: string): Promise<void> {
    await this.run('begin');
    try {
      if (before !== undefined) await this.run(before);
      if (this.table.rowCount > 0) await this.copyInto(target);
      await this.run('commit');
    } catch (error) {
      await this.undo('rollback');
      throw error;
    }
  }

  private async copyInto(target: string): Promise<void> {
    // No PURGE: after a rollback the files would be gone.
    const copied = await this.run(
      `copy into ${target} from @${this.stage} ` +
        'file_format = (type = parquet use_logical_type = true binary_as_text = false) ' +
        'match_by_column_name = case_sensitive on_error = abort_statement',
    );
    const rowsLoaded = copied.reduce((rows, file) => rows + Number(file.rows_loaded ?? 0), 0);
    if (rowsLoaded === this.table.rowCount) return;
    throw new PlatformError(
      `Snowflake loaded ${rowsLoaded} of ${this.table.rowCount} rows into ${this.target.join('.')}; the load was undone. Try again.`,
      { facts: { table: this.target.join('.'), rowsLoaded, rowCount: this.table.rowCount } },
    );
  }

  /** The driver's own detection of compressed files is broken for Parquet, so it is told to leave the file alone. */
  private async put(part: ParquetPart): Promise<void> {
    const sqlText = `put ${quoteText(`file://${part.path}`)} @${this.stage} auto_compress = false overwrite = true`;
    const files = await this.session.transferFiles({ sqlText, signal: this.signal });
    const failed = files.find((file) => file.status !== 'UPLOADED');
    if (files.length === 1 && failed === undefined) return;
    throw new PlatformError(
      `A file of ${part.bytes} bytes did not reach Snowflake's stage (${String(failed?.message ?? 'no file was sent')}). Try again.`,
    );
  }

  private async run(sqlText: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await rowsOf(this.session, sqlText, this.signal);
  }

  /** Undoing must go on when the user has interrupted; what went wrong first is the error that counts. */
  private async undo(sqlText: string): Promise<void> {
    await rowsOf(this.session, sqlText, AbortSignal.timeout(CLEAN_UP_SECONDS * 1000)).catch((error: unknown) => {
      process.emitWarning(`Undoing a load failed at "${sqlText}": ${String(error)}`, 'KernelHelpersWarning');
    });
  }

  private comment(): string {
    return this.table.origin === undefined ? '' : ` comment = ${quoteText(this.table.origin)}`;
  }

  /** A name in the schema of the target. */
  private sibling(name: string): string {
    return this.quoted([...this.target.slice(0, -1), name]);
  }

  private quoted(parts: readonly string[]): string {
    return parts.map(quoteIdentifier).join('.');
  }
}
