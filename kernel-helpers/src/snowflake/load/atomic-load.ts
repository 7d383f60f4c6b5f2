import { isUserError, messageOf, PlatformError, UserError } from '../../errors';
import { isSynthetic } from '../../table/origin';
import { commentSql, markSql } from '../catalog/table-comment';
import type { Session, StatementRunner } from '../session/session';
import { quoteIdentifier, quoteText } from '../statement/identifiers';
import type { TableName } from '../statement/named-tables';
import { rowsOf } from '../statement/rows-of';
import { type ExistingTable, hasSameColumns } from './existing-table';
import type { LoadColumn } from './load-plan';
import { hasDoneNothing, notUndone, UnsettledLoad, unansweredStep } from './unsettled-load';

/** How long one of the quick statements may take. */
const QUICK_SECONDS = 60;

export interface StagedRows {
  readonly columns: readonly LoadColumn[];
  readonly rowCount: number;
  /** Where the rows came from; becomes the comment of a table that is made for them. */
  readonly origin?: string;
  /** The stage's name as SQL. */
  readonly stage: string;
}

/** Puts staged rows into a table, all of them or none. Names in texts are SQL, already quoted. */
export class AtomicLoad {
  private readonly target: string;

  /** @param table the table's name. */
  constructor(
    private readonly session: Session,
    private readonly table: TableName,
    private readonly rows: StagedRows,
    private readonly signal: AbortSignal,
  ) {
    this.target = table.map(quoteIdentifier).join('.');
  }

  /**
   * Makes the table together with its rows in one statement: a client that is killed before it leaves no empty table.
   * @param beside the name of a temporary table, which is filled first.
   */
  async intoNewTable(beside: string): Promise<void> {
    await this.beside(beside, () =>
      this.make(`create table ${this.target}${commentClause(this.rows.origin)} as select * from ${beside}`),
    );
  }

  /** Adds the rows to the table. Made-up rows mark the table first, so that they are never there without a mark. */
  async append(existing: ExistingTable): Promise<void> {
    const { origin } = this.rows;
    if (!isSynthetic(origin) || isSynthetic(existing.comment)) return await this.addTo(this.target);
    await this.runToItsEnd(this.session, markSql(this.table, existing.comment, origin)).catch((error: unknown) => {
      throw new UserError(
        `These rows are made up (${origin}), and the comment of ${this.target} could not say so: ${messageOf(error)} ` +
          'Nothing was loaded. Write them into a table of your own.',
        { cause: error },
      );
    });
    await this.addTo(this.target).catch(async (error: unknown) => {
      if (!(error instanceof UnsettledLoad)) await this.tidyUp(commentSql(this.table, existing.comment));
      throw error;
    });
  }

  /** Fills a temporary table with the rows, and runs `work` while that table exists. */
  private async beside(name: string, work: () => Promise<void>): Promise<void> {
    const columns = this.rows.columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`).join(', ');
    this.signal.throwIfAborted();
    try {
      await this.run(this.session, `create temporary table ${name} (${columns})`);
      // It does not matter what a temporary table holds after a failure.
      await this.addTo(name).catch((error: unknown) => {
        throw error instanceof UnsettledLoad ? error.cause : error;
      });
      this.signal.throwIfAborted();
      await work();
    } finally {
      await this.tidyUp(`drop table if exists ${name}`);
    }
  }

  /** Adds the rows in one transaction, which is rolled back unless exactly their number arrives. */
  private async addTo(target: string, before?: string): Promise<void> {
    await this.session.runAlone(async (session) => {
      this.signal.throwIfAborted();
      let isCommitting = false;
      try {
        await this.runToItsEnd(session, 'begin');
        if (before !== undefined) await this.run(session, before);
        if (this.rows.rowCount > 0) await this.copyInto(session, target);
        this.signal.throwIfAborted();
        isCommitting = true;
        await this.runToItsEnd(session, 'commit');
      } catch (error) {
        await this.undo('rollback', target, error, session);
        throw isCommitting && !hasDoneNothing(error) ? unansweredStep(target, error) : error;
      }
    });
  }

  /**
   * Puts the rows in place of the table's rows. Readers see the old ones or the new ones, and grants stay.
   * @param beside the name of a temporary table, used when the columns change.
   */
  async inPlaceOf(existing: ExistingTable, beside: string): Promise<void> {
    const tellsTheSame = isSynthetic(existing.comment) === isSynthetic(this.rows.origin);
    if (tellsTheSame && hasSameColumns(existing, this.rows.columns)) {
      return await this.addTo(this.target, `delete from ${this.target}`);
    }
    await this.beside(beside, () => this.takePlaceOf(existing, beside));
  }

  /** Runs a statement that cleans up. If it fails, a warning is enough: no rows are wrong. */
  async tidyUp(sqlText: string): Promise<void> {
    await this.runToItsEnd(this.session, sqlText).catch((error: unknown) => {
      this.session.surroundings.warn(`Tidying up after a load failed at "${sqlText}": ${String(error)}`);
    });
  }

  /** The new table has the kind of the old one: a temporary table would hide a lasting one of the same name. */
  private async takePlaceOf({ kind, comment }: ExistingTable, beside: string): Promise<void> {
    const newComment = this.rows.origin ?? (isSynthetic(comment) ? undefined : comment);
    await this.make(
      `create or replace ${kind} ${this.target} copy grants${commentClause(newComment)} as select * from ${beside}`,
    );
  }

  /** Runs the one statement that makes the table. */
  private async make(sqlText: string): Promise<void> {
    await this.session.run({ sqlText, signal: this.signal }).catch((error: unknown) => {
      if (isFinished(error)) return;
      throw hasDoneNothing(error) || error === this.signal.reason ? error : unansweredStep(this.target, error);
    });
  }

  /** Undoes what a failed load has done so far; `cause` is the error of that load. */
  private async undo(
    sqlText: string,
    target: string,
    cause: unknown,
    session: StatementRunner = this.session,
  ): Promise<void> {
    await this.runToItsEnd(session, sqlText).catch((error: unknown) => {
      throw notUndone(target, sqlText, error, cause);
    });
  }

  private async copyInto(session: StatementRunner, target: string): Promise<void> {
    // No PURGE: after a rollback the files would be gone.
    const files = await this.run(
      session,
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

  private async run(session: StatementRunner, sqlText: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await rowsOf(session, sqlText, this.signal);
  }

  /**
   * Runs a quick statement that an interrupt must not cut short. We have to know afterwards whether it was done;
   * otherwise a transaction could stay open, or our own table could be taken for somebody else's.
   */
  private async runToItsEnd(session: StatementRunner, sqlText: string): Promise<void> {
    await rowsOf(session, sqlText, AbortSignal.timeout(QUICK_SECONDS * 1000));
  }
}

function commentClause(comment: string | undefined): string {
  return comment === undefined || comment === '' ? '' : ` comment = ${quoteText(comment)}`;
}

/** True if the interrupt came too late: the statement is done. */
function isFinished(error: unknown): boolean {
  return isUserError(error) && error.facts.finished === true;
}
