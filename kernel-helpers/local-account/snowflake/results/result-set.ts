import type { ResultColumnType } from './row-type';
import { countColumn, textColumn } from './row-type';

/** In which form rows travel: as JSON text, or as streams of Arrow's IPC format. */
export type ResultFormat = 'json' | 'arrow';

/** Rows of an answer: the first ones inline, the rest in chunk files of the same format. */
export interface ResultSet {
  readonly columns: readonly ResultColumnType[];
  readonly rowCount: number;
  readonly format: ResultFormat;
  /** JSON: the rows, joined by commas, without outer brackets. Arrow: a stream, in base64. */
  readonly inlineRows: string;
  readonly chunks: readonly StoredChunk[];
}

export interface StoredChunk {
  readonly file: string;
  readonly rowCount: number;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

export type Cell = string | number | boolean | null | Date;

/** A small result that DuckDB did not make, such as that of SHOW. */
export function resultOf(columns: readonly ResultColumnType[], rows: readonly (readonly Cell[])[]): ResultSet {
  const json = rows.map((row) => JSON.stringify(row.map((cell, index) => wireText(cell, columns[index])))).join(',');
  return { columns, rowCount: rows.length, format: 'json', inlineRows: json, chunks: [] };
}

function wireText(cell: Cell, column: ResultColumnType | undefined): string | null {
  if (cell instanceof Date) return (cell.getTime() / 1000).toFixed(column?.type.scale ?? 0);
  return cell === null ? null : String(cell);
}

/** The one-line answer of most statements. */
export function statusResult(message: string): ResultSet {
  return resultOf([textColumn('status')], [[message]]);
}

/** The answer of INSERT, UPDATE and DELETE: named counts. */
export function countResult(counts: Readonly<Record<string, number>>): ResultSet {
  return resultOf(Object.keys(counts).map(countColumn), [Object.values(counts)]);
}
