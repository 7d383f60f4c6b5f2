import { randomBytes } from 'node:crypto';
import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { Table } from '../../table/columnar-table';
import { type DataFrame, isDataFrame } from '../../table/data-frame';
import { showView } from '../catalog/show-table';
import { hasOpenTransaction } from '../session/open-transaction';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier } from '../statement/identifiers';
import type { TableName } from '../statement/named-tables';
import { rowsOf } from '../statement/rows-of';
import { AtomicLoad } from './atomic-load';
import { checkFit } from './check-fit';
import { type ExistingTable, findTable, targetColumns, typedAs } from './existing-table';
import { type LoadColumn, type LoadPlanOptions, planLoad } from './load-plan';
import { LoadReport } from './load-report';
import { type LoadProgress, sendToStage } from './staged-rows';

export interface WriteTableOptions extends LoadPlanOptions {
  /** What happens when the table exists: an error, more rows, or new rows in place of the old. @default 'fail' */
  readonly ifExists?: IfExists;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

const IF_EXISTS = ['fail', 'append', 'replace'] as const;

type IfExists = (typeof IF_EXISTS)[number];

/**
 * Loads rows into a table: Parquet files to a temporary stage, then one COPY in one transaction.
 * A value that the table's columns would change is refused before anything is sent. The rows are counted before the
 * commit. After any error the table is as it was before; if that is not known, the error is an UnsettledLoad.
 */
export async function writeTable(
  session: Session,
  data: Table | DataFrame,
  name: string,
  options: WriteTableOptions & { readonly signal: AbortSignal },
): Promise<LoadReport> {
  const { signal, ifExists = 'fail', onProgress } = options;
  checkWriteOptions(options);
  const startedAt = performance.now();
  const table = asTable(data);
  const { rowCount, origin } = table;
  const columns = planLoad(table, options);
  const target = nameParts(name);
  await checkNoTransaction(session, name, signal);
  const existing = await findTable(session, target, signal);
  if (existing === undefined) await checkNoView(session, target, signal);
  checkTarget(name, existing, columns, ifExists);
  checkFit(name, columns, targetColumns(existing, columns, ifExists === 'append'));

  const id = randomBytes(6).toString('hex').toUpperCase();
  const stage = sibling(target, `KERNEL_HELPERS_STAGE_${id}`);
  const load = new AtomicLoad(session, target, { columns, rowCount, origin, stage }, signal);
  try {
    await rowsOf(session, `create temporary stage ${stage} file_format = (type = parquet)`, signal);
    const encoded = ifExists === 'append' && existing !== undefined ? typedAs(columns, existing.columns) : columns;
    const parts = await sendToStage(encoded, rowCount, { session, stage, signal, onProgress });
    const beside = sibling(target, `KERNEL_HELPERS_LOAD_${id}`);
    if (existing === undefined) await load.intoNewTable(beside);
    else if (ifExists === 'append') await load.append(existing);
    else await load.inPlaceOf(existing, beside);
    return new LoadReport({
      table: target.join('.'),
      rows: rowCount,
      bytes: parts.reduce((bytes, part) => bytes + part.bytes, 0),
      parts: parts.length,
      seconds: (performance.now() - startedAt) / 1000,
    });
  } finally {
    await load.tidyUp(`drop stage if exists ${stage}`);
  }
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

function asTable(data: unknown): Table {
  if (data instanceof Table) return data;
  if (isDataFrame(data)) return Table.fromDataFrame(data);
  throw new UserError(
    'writeTable() takes a Table or a danfo DataFrame; make a Table from objects with Table.fromRows(rows).',
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
}

/** A name in the schema of the target, as SQL. */
function sibling(target: readonly string[], name: string): string {
  return [...target.slice(0, -1), name].map(quoteIdentifier).join('.');
}
