import { UserError } from '../../errors';
import { formatNumber } from '../../render/format-value';
import type { Tabular } from '../../render/tabular';
import type { Column } from '../../table/table';
import { columnTexts } from '../../values/cells';
import { isoDate, isoTime } from '../../values/iso-time';
import { copiedCsv } from './copied-csv';
import type { ColumnProfile } from './engine/profile-column';
import type { OrderedRows } from './engine/rows-of-look';
import type { Answers, PageQuestion, ShownRange } from './page-contract';
import { rowWindow } from './row-window';
import { rowsUpTo, type ShownRows } from './shown-rows';
import type { TableEngine } from './table-engine';

/** A page draws no more rows at a time; without a limit it could ask for all. */
const MOST_ROWS = 1_000;
const MOST_WORDS = 200;

/** The table that a question is about, as it is shown now. */
export interface ShownTable {
  readonly columns: readonly Column[];
  readonly tabular: Tabular;
  readonly engine: TableEngine;
  readonly rows: ShownRows;
  /** The number of the look. */
  readonly number: number;
  code(): string;
}

/** Answers what the page asks about the table. */
export async function answerQuestion(question: PageQuestion, shown: ShownTable): Promise<Answers[keyof Answers]> {
  const { columns, tabular, engine, rows, number } = shown;
  switch (question.ask) {
    case 'rows': {
      const to = Math.min(question.to, question.from + MOST_ROWS);
      const known = question.number === number ? await rowsUpTo(rows, to) : undefined;
      return known && rowWindow(tabular, known, question.from, to);
    }
    case 'look':
      return undefined;
    case 'profile': {
      const column = columnAt(columns, question.column);
      const profile = await engine.profile(question.column);
      if (profile === undefined) throw new UserError('The table is closed.');
      const range = shownRange(profile, column);
      return range === undefined ? { profile } : { profile, shown: range };
    }
    case 'kept':
      columnAt(columns, question.column);
      return await engine.keptCounts(question.column);
    case 'words':
      columnAt(columns, question.column);
      return await engine.words(question.column, question.containing, MOST_WORDS);
    case 'cell': {
      const { rows: order } = await knownRows(rows, question.row + 1);
      const place = order === undefined ? question.row : order[question.row];
      return columnTexts(columnAt(columns, question.column))(place);
    }
    case 'csv':
      return copiedCsv(columns, await knownRows(rows, question.part?.to ?? rows.first.count), question.part);
    case 'code':
      return shown.code();
  }
}

async function knownRows(rows: ShownRows, to: number): Promise<OrderedRows> {
  const known = await rowsUpTo(rows, to);
  if (known === undefined) throw new UserError('Other rows are shown now. Try again.');
  return known;
}

function columnAt(columns: readonly Column[], position: number): Column {
  const column = columns[position];
  if (column === undefined) throw new UserError(`The table has no column at position ${position}.`);
  return column;
}

function shownRange(profile: ColumnProfile, column: Column): ShownRange | undefined {
  if (profile.range === undefined) return undefined;
  if (profile.kind === 'words') return profile.range;
  const { low, high, mean } = profile.range;
  const text = (value: number) => textOfNumber(value, column);
  return { low: text(low), high: text(high), ...(column.kind === 'date' ? {} : { mean: text(mean) }) };
}

function textOfNumber(value: number, { kind }: Column): string {
  if (kind === 'date') return isoDate(value);
  if (kind !== 'timestamp') return formatNumber(value);
  return isoTime({ milliseconds: Math.round(value), nanoseconds: 0 }).replace('T', ' ');
}
