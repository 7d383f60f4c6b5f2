import { INSPECT, MIME } from '../../mime';
import { countOf } from '../../render/format-value';
import { html } from '../../render/html';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';
import { tableHtml, tableText } from '../../render/table-view';
import { asTabular } from '../../render/tabular';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import { type ColumnSummary, columnSummary } from './browse';
import type { ShownRow } from './show-page';
import { showTable, showView } from './show-table';

export interface DescribedColumn extends ColumnSummary {
  /** The expression that fills the column where a row gives no value. */
  readonly default?: string;
  readonly comment?: string;
}

interface TableFacts {
  /** `table`, `temporary table`, `transient table` or `view`. */
  readonly kind: string;
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string;
  /** From Snowflake's metadata; undefined for views and external tables, whose rows only a query counts. */
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  readonly columns: readonly DescribedColumn[];
}

/** What a table or a view is, and what columns it has. */
export class TableDescription implements TableFacts {
  readonly kind: string;
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string;
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  readonly columns: readonly DescribedColumn[];

  constructor(facts: TableFacts) {
    this.kind = facts.kind;
    this.database = facts.database;
    this.schema = facts.schema;
    this.name = facts.name;
    this.comment = facts.comment;
    this.rows = facts.rows;
    this.bytes = facts.bytes;
    this.columns = facts.columns;
  }

  /** `Table DB.S.HOUSES: 20,640 rows, 1.2 MB. For sale`. */
  toString(): string {
    const sizes = [
      ...(this.rows === undefined ? [] : [countOf(this.rows, 'row')]),
      ...(this.bytes === undefined ? [] : [`${(this.bytes / 1e6).toFixed(1)} MB`]),
    ];
    const kind = this.kind.charAt(0).toUpperCase() + this.kind.slice(1);
    const name = [this.database, this.schema, this.name].join('.');
    const size = sizes.length === 0 ? '' : `: ${sizes.join(', ')}`;
    return `${kind} ${name}${size}${this.comment === '' ? '' : `. ${this.comment}`}`;
  }

  [INSPECT](): string {
    const table = asTabular(this.columns);
    return table === undefined ? this.toString() : `${this.toString()}\n${tableText(table)}`;
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const table = asTabular(this.columns);
    const columns = table === undefined ? html`` : tableHtml(table);
    return { [MIME.html]: html`<div>${this.toString()}</div>${columns}`.text, [MIME.text]: this[INSPECT]() };
  }
}

/**
 * Describes a table by DESCRIBE TABLE and SHOW TABLES at the same time, and a view by one SHOW VIEWS more. None of them
 * needs a warehouse.
 */
export async function describeTable(session: Session, table: string, signal: AbortSignal): Promise<TableDescription> {
  const name = nameParts(table);
  const [described, shown] = await Promise.all([
    rowsOf(session, `describe table ${name.map(quoteIdentifier).join('.')}`, signal),
    showTable(session, name, signal),
  ]);
  const columns = described.map(describedColumn);
  const view = shown === undefined ? await showView(session, name, signal) : undefined;
  const [database, schema] = (shown ?? view)?.place ?? [name.at(-3) ?? '', name.at(-2) ?? ''];
  return new TableDescription({
    kind: shown?.kind ?? 'view',
    database,
    schema,
    name: name[name.length - 1],
    comment: (shown ?? view)?.comment ?? '',
    rows: shown?.rows,
    bytes: shown?.bytes,
    columns,
  });
}

function describedColumn(row: ShownRow): DescribedColumn {
  const { default: filledBy, comment } = row;
  return {
    ...columnSummary(row),
    ...(isText(filledBy) ? { default: filledBy } : {}),
    ...(isText(comment) ? { comment } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
