import { UserError } from '../errors';
import { requireName } from '../find-names';
import { unknownOptions } from '../option-names';
import { formatCount } from '../render/format-value';
import type { MimeBundle } from '../render/self-display';
import { tableBundle } from '../render/table-view';
import { asTabular, type Tabular } from '../render/tabular';
import type { ColumnName } from '../values/column-name';

/** A saved notebook holds every row that is shown, and JupyterLab draws them all when it opens the notebook. */
const MOST_ROWS = 1_000;

export interface ShowOptions {
  /** How many of the first rows, up to 1,000. @default 10, and all of a table with up to 20 */
  readonly rows?: number;
  /** Only these columns, in this order. @default the first 20 */
  readonly columns?: readonly ColumnName[];
}

/** The options if there is one; throws a UserError that names everything that is wrong with them. */
export function readShowOptions(options: ShowOptions): ShowOptions | undefined {
  const problems = unknownOptions(options, { rows: true, columns: true });
  const { rows, columns } = options;
  if (rows !== undefined && !(Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS)) {
    problems.push(
      `rows must be a whole number from 1 to ${formatCount(MOST_ROWS)}: a saved notebook holds all that is shown. Show another part with table.slice(from, to).`,
    );
  }
  if (columns !== undefined && !(Array.isArray(columns) && columns.every((name) => typeof name === 'string'))) {
    problems.push("columns must be a list of names, such as ['CITY', 'MEDINC'].");
  }
  if (problems.length > 0) throw new UserError(`show() cannot use its options: ${problems.join(' ')}`);
  return rows === undefined && columns === undefined ? undefined : options;
}

/** A part of a value that has rows; throws a UserError for any other value. */
export function bundleOfPart(value: unknown, { rows, columns }: ShowOptions): MimeBundle {
  const table = asTabular(value);
  if (table === undefined) {
    throw new UserError('show() has options only for values with rows: a Table, a DataFrame or an array of objects.');
  }
  const extent = rows === undefined ? {} : { rows };
  return columns === undefined
    ? tableBundle(table, extent)
    : tableBundle(withColumns(table, columns), { ...extent, columns: 'all' });
}

function withColumns(table: Tabular, names: readonly ColumnName[]): Tabular {
  const known = table.columns.map(({ name }) => name);
  const columns = names.map((name) => table.columns[known.indexOf(requireName(name, known, 'The table'))]);
  return { ...table, columns };
}
