import { isQuiet, ownMember } from './quiet-read';

export interface TableShape {
  readonly rows: number;
  readonly columns: readonly string[];
}

/** The size and the columns of a Table, a danfo DataFrame or an Arrow table; undefined for anything else. */
export function tableShape(value: unknown): TableShape | undefined {
  if (!isQuiet(value)) return undefined;
  return ofTable(value) ?? ofDataFrame(value) ?? ofArrow(value);
}

function ofTable(value: object): TableShape | undefined {
  const rows = ownMember(value, 'rowCount');
  const columns = namesIn(ownMember(value, 'columns'));
  return typeof rows === 'number' && columns ? { rows, columns } : undefined;
}

/** danfo keeps its data under these names. */
function ofDataFrame(value: object): TableShape | undefined {
  const columns = ownMember(value, '$columns');
  const rows = ownMember(value, '$data');
  const isFrame = ownMember(value, '$isSeries') === false && Array.isArray(columns) && Array.isArray(rows);
  return isFrame ? { rows: rows.length, columns: columns.map(String) } : undefined;
}

/** Arrow keeps the number of the first row of each batch, and at last the number of all rows. */
function ofArrow(value: object): TableShape | undefined {
  const columns = namesIn(ownMember(ownMember(value, 'schema'), 'fields'));
  const offsets = ownMember(value, '_offsets');
  const isTable = columns !== undefined && offsets instanceof Uint32Array;
  return isTable ? { rows: offsets.at(-1) ?? 0, columns } : undefined;
}

function namesIn(columns: unknown): readonly string[] | undefined {
  if (!Array.isArray(columns)) return undefined;
  const names = columns.map((column) => ownMember(column, 'name'));
  return names.every((name) => typeof name === 'string') ? names : undefined;
}
