import type { CategoryColumn, FeatureMatrix } from '../../model-input/feature-matrix';

/** InvokeEndpoint takes at most 6 MB (API reference); some room is left for the longest row. */
const MAX_BATCH_BYTES = 5 * 1024 * 1024;

export interface BatchLimits {
  readonly maxBytes?: number;
  readonly maxRows?: number;
}

export interface CsvBatch {
  readonly csv: string;
  readonly rows: number;
}

/** Rows as CSV without a header, one piece for each call. Missing values are `nan`, which AWS's image reads, too. */
export function* csvBatches(
  matrix: FeatureMatrix,
  { maxBytes = MAX_BATCH_BYTES, maxRows = Number.POSITIVE_INFINITY }: BatchLimits = {},
): Generator<CsvBatch> {
  const cellTexts = matrix.columns.map((column) => ('places' in column ? wordTexts(column) : numberTexts(column)));
  let lines: string[] = [];
  let bytes = 0;
  for (let row = 0; row < matrix.rowCount; row += 1) {
    const line = cellTexts.map((textAt) => textAt(row)).join(',');
    if (lines.length > 0 && (bytes + line.length + 1 > maxBytes || lines.length === maxRows)) {
      yield { csv: lines.join('\n'), rows: lines.length };
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += line.length + 1;
  }
  if (lines.length > 0) yield { csv: lines.join('\n'), rows: lines.length };
}

function numberTexts(values: Float64Array): (row: number) => string {
  return (row) => (Number.isNaN(values[row]) ? 'nan' : String(values[row]));
}

/** Texts in quotes, as RFC 4180 writes them. */
function wordTexts({ words, places }: CategoryColumn): (row: number) => string {
  const texts = words.map((word) => `"${word.replaceAll('"', '""')}"`);
  const missing = words.includes('') ? 'nan' : '';
  return (row) => (Number.isNaN(places[row]) ? missing : texts[places[row]]);
}
