import { UserError } from '../../errors';
import { findName, findNames } from '../../find-names';
import type { ModelColumns } from '../../model-input/feature-matrix';
import { nearestName } from '../../nearest-name';
import type { Snowflake } from '../../snowflake/snowflake';
import { splitStatements } from '../../snowflake/statement/read-statement';
import { columnsSelect, trainingSelect } from '../../snowflake/statement/training-select';
import { Table } from '../../table/columnar-table';
import { isDataFrame } from '../../table/data-frame';
import { isNumberColumn, isQuery, isTextColumn, type TrainingColumn } from '../../training-contract/index';
import type { DanfoFrame } from '../../values/danfo-frame';

/** Rows of one request: an answer comes within seconds, and several requests share the work of an endpoint's machines. */
const ROWS_PER_REQUEST = 10_000;

/** Where the rows to predict come from: a table or view by its name, the text of a query, or rows that are here. */
export type PredictionRows = string | Table | DanfoFrame;

/** Rows with their keys, before any of them is read. */
export interface RowsToPredict {
  /** Columns that are written beside the predictions, as the rows spell them. */
  readonly keys: readonly string[];
  /** Columns that the model gets, as the rows spell them. */
  readonly features: readonly string[];
  /** True where the names come from Snowflake, which knows their exact case. */
  readonly isStored: boolean;
  /** Begins to read: from here on a query costs a warehouse. */
  open(signal: AbortSignal): Promise<{ readonly rowCount: number; readonly batches: AsyncIterable<Table> }>;
}

/** Finds out which columns are keys and which features; a table is described without a warehouse. Reads no row. */
export async function rowsToPredict(
  from: PredictionRows,
  wantedKeys: readonly string[] | undefined,
  {
    snowflake,
    model,
    signal,
  }: { readonly snowflake: Snowflake; readonly model: ModelColumns; readonly signal: AbortSignal },
): Promise<RowsToPredict> {
  if (typeof from !== 'string') return ofTable(asTable(from), wantedKeys, model);
  const rows = asRows(from);
  const found = isQuery(rows)
    ? (await (await snowflake.execute(columnsSelect(rows), [], { signal })).read()).columns
    : (await snowflake.listColumns(rows, { signal })).items;
  const chosen = chooseColumns(found, wantedKeys, model);
  const names = [...new Set([...chosen.keys, ...chosen.features])];
  return {
    ...chosen,
    isStored: true,
    open: async (signalOfRead) => {
      const result = await snowflake.execute(trainingSelect(rows, names), [], { signal: signalOfRead });
      return { rowCount: result.rowCount, batches: result.batches({ rows: ROWS_PER_REQUEST }) };
    },
  };
}

function ofTable(table: Table, wantedKeys: readonly string[] | undefined, model: ModelColumns): RowsToPredict {
  const { rowCount } = table;
  async function* batches(): AsyncGenerator<Table> {
    for (let row = 0; row < rowCount; row += ROWS_PER_REQUEST) yield table.slice(row, row + ROWS_PER_REQUEST);
  }
  return {
    ...chooseColumns(table.columns, wantedKeys, model),
    isStored: false,
    open: async () => ({ rowCount, batches: batches() }),
  };
}

function asTable(from: unknown): Table {
  if (from instanceof Table) return from;
  if (isDataFrame(from)) return Table.fromDataFrame(from);
  throw new UserError(
    'predictInto() takes rows from a table by its name, a query, a Table or a danfo DataFrame: { from: … }.',
  );
}

/** A query stands in parentheses, as for a training job. */
function asRows(from: string): string {
  const [statement, ...more] = splitStatements(from);
  const isSelect = statement !== undefined && more.length === 0 && /^(SELECT|WITH)$/.test(statement.verb);
  return isSelect && !isQuery(from) ? `(${statement.sqlText})` : from;
}

/** Everything that is wrong with the columns, at once. */
function chooseColumns(
  columns: readonly TrainingColumn[],
  wantedKeys: readonly string[] | undefined,
  { features: wanted, target, categories = {} }: ModelColumns,
): { readonly keys: readonly string[]; readonly features: readonly string[] } {
  const names = columns.map(({ name }) => name);
  const problems: string[] = [];
  const found = wanted === undefined ? undefined : findNames(wanted, names);
  const missing = (wanted ?? []).filter((_, index) => found?.[index] === undefined);
  if (missing.length > 0) problems.push(`they lack the features ${missing.join(', ')} of the model`);
  const ownTarget = target === undefined ? undefined : findName(target, names);
  const keys = (wantedKeys ?? []).flatMap((key) => {
    const name = findName(key, names);
    const nearest = name === undefined ? nearestName(key, names) : undefined;
    if (name === undefined)
      problems.push(`they have no column ${key}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`);
    return name ?? [];
  });
  const chosenKeys =
    wantedKeys === undefined
      ? names.filter((name) => found !== undefined && !found.includes(name) && name !== ownTarget)
      : keys;
  if (chosenKeys.length === 0 && problems.length === 0) {
    problems.push("no column tells their rows apart: name those that do, as in { keys: ['ID'] }");
  }
  const features = found ?? names.filter((name) => name !== ownTarget && !chosenKeys.includes(name));
  for (const [index, name] of features.entries()) {
    const column = columns.find((one) => one.name === name);
    const hasWords = wanted !== undefined && Object.hasOwn(categories, wanted[index]);
    if (column === undefined || isNumberColumn(column) || (hasWords && isTextColumn(column))) continue;
    problems.push(`the model takes numbers for ${name}, which is ${column.type}`);
  }
  if (problems.length > 0) {
    throw new UserError(
      `These rows cannot be predicted: ${problems.join('; ')}. Their columns are ${names.join(', ')}.`,
    );
  }
  return { keys: chosenKeys, features: features.filter((name) => name !== undefined) };
}
