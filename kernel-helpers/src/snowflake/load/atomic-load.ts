import { isUserError, messageOf, PlatformError, UserError } from '../../errors';
import { isSynthetic } from '../../table/origin';
import { commentSql, markSql } from '../catalog/table-comment';
import type { Session, StatementRunner } from '../session/session';
import { quoteIdentifier, quoteText } from '../statement/identifiers';
import type { TableName } from '../statement/named-tables';
import { rowsOf } from '../statement/rows-of';
import { type ExistingTable, hasSameColumns } from './existing-table';
import type { LoadColumn } from './load-plan';
import { runToItsEnd, tidyUp } from './run-to-its-end';
import { needsSql, valueSql } from './text-form';
import { hasDoneNothing, notUndone, UnsettledLoad, unansweredStep } from './unsettled-load';

export interface StagedRows {
  readonly columns: readonly LoadColumn[];
  readonly rowCount: number;
  /** Where the rows came from; becomes the comment of a table that is made for them. */
  readonly origin?: string;
  /** The stage's name as SQL. */
  readonly stage: string;
  /** The name, as SQL, of a temporary table that is used where the rows cannot go straight into their table. */
  readonly beside: string;
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
   */
  async intoNewTable(): Promise<void> {
    await this.beside(() =>
      this.make(
        `create table ${this.target}${this.definitions()}${commentClause(this.rows.origin)} as ${this.selectBeside()}`,
      ),
    );
  }

  /** Adds the rows to the table. Made-up rows mark the table first, so that they are never there without a mark. */
  async append(existing: ExistingTable): Promise<void> {
    await this.marked(existing, () => this.addToTarget());
  }

  /**
   * Puts the rows in place of the table's rows, and leaves all else that the table has: columns, grants, policies, comment.
   * Readers see the old rows or the new ones.
   */
  async inEmptied(existing: ExistingTable): Promise<void> {
    await this.marked(existing, () => this.addToTarget(`delete from ${this.target}`));
    if (isSynthetic(existing.comment) && !isSynthetic(this.rows.origin)) {
      await tidyUp(this.session, commentSql(this.table, this.rows.origin ?? ''));
    }
  }

  private async marked(existing: ExistingTable, load: () => Promise<void>): Promise<void> {
    const { origin } = this.rows;
    if (!isSynthetic(origin) || isSynthetic(existing.comment)) return await load();
    await runToItsEnd(this.session, markSql(this.table, existing.comment, origin)).catch((error: unknown) => {
      throw new UserError(
        `These rows are made up (${origin}), and the comment of ${this.target} could not say so: ${messageOf(error)} ` +
          'Nothing was loaded. Write them into a table of your own.',
        { cause: error },
      );
    });
    await load().catch(async (error: unknown) => {
      if (!(error instanceof UnsettledLoad)) await tidyUp(this.session, commentSql(this.table, existing.comment));
      throw error;
    });
  }

  /** Fills a temporary table with the rows, and runs `work` while that table exists. */
  private async beside(work: () => Promise<void>): Promise<void> {
    const { beside } = this.rows;
    const columns = this.rows.columns.map(
      (column) => `${quoteIdentifier(column.name)} ${needsSql(column) ? 'VARCHAR' : column.type}`,
    );
    this.signal.throwIfAborted();
    try {
      await this.run(this.session, `create temporary table ${beside} (${columns.join(', ')})`);
      // It does not matter what a temporary table holds after a failure.
      await this.addTo(beside, (session) => this.copyInto(session, beside)).catch((error: unknown) => {
        throw error instanceof UnsettledLoad ? error.cause : error;
      });
      this.signal.throwIfAborted();
      await work();
    } finally {
      await tidyUp(this.session, `drop table if exists ${beside}`);
    }
  }

  /** The rows of the temporary table as the values that they are to be. */
  private selectBeside(): string {
    const { columns, beside } = this.rows;
    if (!columns.some(needsSql)) return `select * from ${beside}`;
    const values = columns.map((column) => {
      const name = quoteIdentifier(column.name);
      return needsSql(column) ? `${valueSql(column, name)} as ${name}` : name;
    });
    return `select ${values.join(', ')} from ${beside}`;
  }

  /** The columns of a new table, where the values that SQL makes might not tell their types. */
  private definitions(): string {
    const { columns } = this.rows;
    if (!columns.some(needsSql)) return '';
    return ` (${columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ')})`;
  }

  /** Adds the rows to their table, straight from the files unless SQL has to make values of them first. */
  private async addToTarget(before?: string): Promise<void> {
    const { columns } = this.rows;
    if (!columns.some(needsSql)) {
      return await this.addTo(this.target, (session) => this.copyInto(session, this.target), before);
    }
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    await this.beside(() =>
      this.addTo(
        this.target,
        async (session) => {
          const [inserted] = await this.run(session, `insert into ${this.target} (${names}) ${this.selectBeside()}`);
          this.checkCount(Number(Object.values(inserted ?? {})[0]), this.target);
        },
        before,
      ),
    );
  }

  /** Adds the rows in one transaction, which is rolled back unless exactly their number arrives. */
  private async addTo(
    target: string,
    add: (session: StatementRunner) => Promise<void>,
    before?: string,
  ): Promise<void> {
    await this.session.runAlone(async (session) => {
      this.signal.throwIfAborted();
      let isCommitting = false;
      try {
        await runToItsEnd(session, 'begin');
        if (before !== undefined) await this.run(session, before);
        if (this.rows.rowCount > 0) await add(session);
        this.signal.throwIfAborted();
        isCommitting = true;
        await runToItsEnd(session, 'commit');
      } catch (error) {
        await this.undo('rollback', target, error, session);
        throw isCommitting && !hasDoneNothing(error) ? unansweredStep(target, error) : error;
      }
    });
  }

  /** Puts the rows in place of the table's rows. Readers see the old ones or the new ones, and grants stay. */
  async inPlaceOf(existing: ExistingTable): Promise<void> {
    const tellsTheSame = isSynthetic(existing.comment) === isSynthetic(this.rows.origin);
    if (tellsTheSame && hasSameColumns(existing, this.rows.columns)) {
      return await this.addToTarget(`delete from ${this.target}`);
    }
    await this.beside(() => this.takePlaceOf(existing));
  }

  /** The new table has the kind of the old one: a temporary table would hide a lasting one of the same name. */
  private async takePlaceOf({ kind, comment }: ExistingTable): Promise<void> {
    const newComment = this.rows.origin ?? (isSynthetic(comment) ? undefined : comment);
    await this.make(
      `create or replace ${kind} ${this.target}${this.definitions()} copy grants${commentClause(newComment)} as ${this.selectBeside()}`,
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
    await runToItsEnd(session, sqlText).catch((error: unknown) => {
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
    this.checkCount(
      files.reduce((rows, file) => rows + Number(file.rows_loaded ?? 0), 0),
      target,
    );
  }

  private checkCount(rowsLoaded: number, target: string): void {
    if (rowsLoaded === this.rows.rowCount) return;
    throw new PlatformError(
      `Snowflake loaded ${rowsLoaded} of ${this.rows.rowCount} rows into ${target}; the load was undone. Try again.`,
      { facts: { table: target, rowsLoaded, rowCount: this.rows.rowCount } },
    );
  }

  private async run(session: StatementRunner, sqlText: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await rowsOf(session, sqlText, this.signal);
  }
}

function commentClause(comment: string | undefined): string {
  return comment === undefined || comment === '' ? '' : ` comment = ${quoteText(comment)}`;
}

/** True if the interrupt came too late: the statement is done. */
function isFinished(error: unknown): boolean {
  return isUserError(error) && error.facts.finished === true;
}
