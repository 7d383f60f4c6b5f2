import { PlatformError } from '../../errors';
import { isSynthetic } from '../../table/origin';
import { quoteIdentifier, quoteText } from '../identifiers';
import { rowsOf } from '../rows-of';
import type { Session } from '../session';
import { type ExistingTable, hasSameColumns } from './existing-table';
import type { LoadColumn } from './load-plan';

/** How long undoing may take once the statement itself failed or was interrupted. */
const UNDO_SECONDS = 60;

export interface StagedRows {
  readonly columns: readonly LoadColumn[];
  readonly rowCount: number;
  /** Where the rows came from; becomes the comment of a table that is made for them. */
  readonly origin?: string;
  /** The stage's name as SQL. */
  readonly stage: string;
}

/** Puts staged rows into a table, all of them or none. Names are SQL, already quoted. */
export class AtomicLoad {
  constructor(
    private readonly session: Session,
    private readonly rows: StagedRows,
    private readonly signal: AbortSignal,
  ) {}

  /** Makes the table; it is gone again when it cannot be filled. */
  async intoNewTable(target: string, kind: 'table' | 'temporary table' = 'table'): Promise<void> {
    const columns = this.rows.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ');
    await this.run(`create ${kind} ${target} (${columns})${this.comment()}`);
    try {
      await this.addTo(target);
    } catch (error) {
      await this.undo(`drop table if exists ${target}`);
      throw error;
    }
  }

  /** Adds the rows in one transaction: anything but their exact number is rolled back. */
  async addTo(target: string, before?: string): Promise<void> {
    await this.run('begin');
    try {
      if (before !== undefined) await this.run(before);
      if (this.rows.rowCount > 0) await this.copyInto(target);
      await this.run('commit');
    } catch (error) {
      await this.undo('rollback');
      throw error;
    }
  }

  /**
   * Puts the rows in place of the table's rows. Readers see the old ones or the new ones, and grants stay.
   * @param beside the name of a temporary table, used when the columns change.
   */
  async inPlaceOf(existing: ExistingTable, target: string, beside: string): Promise<void> {
    const tellsTheSame = isSynthetic(existing.comment) === isSynthetic(this.rows.origin);
    if (tellsTheSame && hasSameColumns(existing, this.rows.columns)) {
      return await this.addTo(target, `delete from ${target}`);
    }
    await this.intoNewTable(beside, 'temporary table');
    try {
      await this.run(`create or replace table ${target} copy grants${this.comment()} as select * from ${beside}`);
    } finally {
      await this.undo(`drop table if exists ${beside}`);
    }
  }

  /** Runs a statement of the tidying up. The user may have interrupted; what went wrong first is the error that counts. */
  async undo(sqlText: string): Promise<void> {
    await rowsOf(this.session, sqlText, AbortSignal.timeout(UNDO_SECONDS * 1000)).catch((error: unknown) => {
      process.emitWarning(`Undoing a load failed at "${sqlText}": ${String(error)}`, 'KernelHelpersWarning');
    });
  }

  private async copyInto(target: string): Promise<void> {
    // No PURGE: after a rollback the files would be gone.
    const files = await this.run(
      `copy into ${target} from @${this.rows.stage} ` +
        'file_format = (type = parquet use_logical_type = true binary_as_text = false) ' +
        'match_by_column_name = case_sensitive on_error = abort_statement',
    );
    const rowsLoaded = files.reduce((rows, file) => rows + Number(file.rows_loaded ?? 0), 0);
    if (rowsLoaded === this.rows.rowCount) return;
    throw new PlatformError(
      `Snowflake loaded ${rowsLoaded} of ${this.rows.rowCount} rows into ${target}; the load was undone. Try again.`,
      { facts: { table: target, rowsLoaded, rowCount: this.rows.rowCount } },
    );
  }

  private comment(): string {
    return this.rows.origin === undefined ? '' : ` comment = ${quoteText(this.rows.origin)}`;
  }

  private async run(sqlText: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await rowsOf(this.session, sqlText, this.signal);
  }
}
