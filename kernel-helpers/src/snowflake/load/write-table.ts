import { randomBytes } from 'node:crypto';
import { InternalError, UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import type { Table } from '../../table/columnar-table';
import { showView } from '../catalog/show-table';
import { hasOpenTransaction } from '../session/open-transaction';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier } from '../statement/identifiers';
import type { TableName } from '../statement/named-tables';
import { rowsOf } from '../statement/rows-of';
import { AtomicLoad } from './atomic-load';
import { type ExistingTable, findTable, targetColumns, typedAs } from './existing-table';
import { FittingRows } from './fitting-rows';
import { type LoadData, loadTables } from './load-data';
import { type LoadColumn, type LoadPlanOptions, planLoad } from './load-plan';
import { LoadReport } from './load-report';
import { tidyUp } from './run-to-its-end';
import { type LoadProgress, sendToStage } from './staged-rows';

export interface WriteTableOptions extends LoadPlanOptions {
  /**
   * What happens when the table exists: `fail` is an error, `append` adds the rows, `replace` puts them in place of the
   * table's rows and columns, `truncate` in place of its rows only: the columns have to be the same, and grants, comment
   * and policies stay. Readers see the old rows or the new ones, never none. @default 'fail'
   */
  readonly ifExists?: IfExists;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

const IF_EXISTS = ['fail', 'append', 'replace', 'truncate'] as const;

type IfExists = (typeof IF_EXISTS)[number];

/**
 * Loads rows into a table: Parquet files to a temporary stage, then one COPY in one transaction.
 * A value that the table's columns would change is refused before anything is sent, and so is one of a type that
 * writeTable() does not load, such as GEOGRAPHY. The rows are counted before the
 * commit. After any error the table is as it was before; if that is not known, the error is an UnsettledLoad.
 */
export async function writeTable(
  session: Session,
  data: LoadData,
  name: string,
  options: WriteTableOptions & { readonly signal: AbortSignal },
): Promise<LoadReport> {
  const { signal, ifExists = 'fail', onProgress } = options;
  checkWriteOptions(options);
  const startedAt = performance.now();
  const { rowCount, tables } = loadTables(data, signal);
  const rest = tables[Symbol.asyncIterator]();
  const target = nameParts(name);
  const id = randomBytes(6).toString('hex').toUpperCase();
  const stage = sibling(target, `KERNEL_HELPERS_STAGE_${id}`);
  let hasStage = false;
  try {
    const first = await firstOf(rest);
    const columns = planLoad(first, options);
    await checkNoTransaction(session, name, signal);
    const existing = await findTable(session, target, signal);
    if (existing === undefined) await checkNoView(session, target, signal);
    checkTarget(name, existing, columns, ifExists);
    const staysAsItIs = existing !== undefined && (ifExists === 'append' || ifExists === 'truncate');
    const loaded = staysAsItIs ? typedAs(columns, existing.columns) : columns;
    const batches = new FittingRows(name, loaded, targetColumns(existing, columns, staysAsItIs), options);
    batches.check(columns);

    hasStage = true;
    await rowsOf(session, `create temporary stage ${stage} file_format = (type = parquet)`, signal);
    const sent = await sendToStage(batches.of(first, rest), { session, stage, signal, rowCount, onProgress });
    const { origin } = batches;
    const beside = sibling(target, `KERNEL_HELPERS_LOAD_${id}`);
    const staged = { columns: loaded, rowCount: sent.rows, stage, beside, ...(origin !== undefined && { origin }) };
    const load = new AtomicLoad(session, target, staged, signal);
    if (existing === undefined) await load.intoNewTable();
    else if (ifExists === 'append') await load.append(existing);
    else if (ifExists === 'truncate') await load.inEmptied(existing);
    else await load.inPlaceOf(existing);
    return new LoadReport({ table: target.join('.'), ...sent, seconds: (performance.now() - startedAt) / 1000 });
  } finally {
    await rest.return?.();
    if (hasStage) await tidyUp(session, `drop stage if exists ${stage}`);
  }
}

async function firstOf(tables: AsyncIterator<Table>): Promise<Table> {
  const first = await tables.next();
  if (first.done !== true) return first.value;
  throw new InternalError('Loading began without any table.');
}

/** An unknown word must not replace a table. */
function checkWriteOptions(options: WriteTableOptions): void {
  checkOptionNames('writeTable()', options, { ifExists: true, preserveCase: true, onProgress: true, signal: true });
  const { ifExists } = options;
  if (ifExists === undefined || IF_EXISTS.includes(ifExists)) return;
  const choices = IF_EXISTS.map((choice) => `'${choice}'`).join(', ');
  throw new UserError(
    `writeTable() cannot use its options: ifExists must be one of ${choices}, not ${JSON.stringify(ifExists)}.`,
  );
}

/** A load creates a stage, and that would commit what the caller may still want to roll back. */
async function checkNoTransaction(session: Session, name: string, signal: AbortSignal): Promise<void> {
  if (!(await session.runAlone((alone) => hasOpenTransaction(alone, signal)))) return;
  throw new UserError(
    `A transaction is open in this session, and loading ${name} would commit it. Run \`commit\` or \`rollback\` first, ` +
      'and load then. In a session with AUTOCOMMIT = FALSE run `alter session set autocommit = true` after that.',
    { facts: { table: name } },
  );
}

/** A table cannot have the name of a view. */
async function checkNoView(session: Session, target: TableName, signal: AbortSignal): Promise<void> {
  if ((await showView(session, target, signal)) === undefined) return;
  const name = target.join('.');
  throw new UserError(
    `${name} is a view, and rows are loaded into tables only. Use another name, or drop view ${name} first.`,
    {
      facts: { table: name },
    },
  );
}

/** Refuses before anything is sent. */
function checkTarget(
  name: string,
  existing: ExistingTable | undefined,
  columns: readonly LoadColumn[],
  ifExists: IfExists,
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
  const absent = [...known].filter((column) => !columns.some(({ name: sent }) => sent === column));
  if (ifExists !== 'truncate' || absent.length === 0) return;
  throw new UserError(
    `Table ${name} has the columns ${absent.join(', ')} too, and { ifExists: 'truncate' } needs all of them. Add them to the data, or replace the table.`,
    { facts: { table: name } },
  );
}

/** A name in the schema of the target, as SQL. */
function sibling(target: readonly string[], name: string): string {
  return [...target.slice(0, -1), name].map(quoteIdentifier).join('.');
}
