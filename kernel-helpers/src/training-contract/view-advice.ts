import { isQuery } from './row-source';

/** Above this a value is infinite for XGBoost, which holds numbers of 32 bits. */
export const LARGEST_NUMBER = 3.4e38;

/** `create view houses_numbers as select … from houses`: SQL, ready to run, for a view that a job can read. */
export function viewAdvice(table: string, suffix: string, selection: string, condition?: string): string {
  const where = condition === undefined ? '' : ` where ${condition}`;
  return `create view ${viewName(table, suffix)} as select ${selection} from ${table}${where};`;
}

/** The table's name with an ending, in the same place: `db.schema."my table"` → `db.schema."my table_numbers"`. */
function viewName(table: string, suffix: string): string {
  if (isQuery(table)) return `training_${suffix}`;
  return table.endsWith('"') ? `${table.slice(0, -1)}_${suffix}"` : `${table}_${suffix}`;
}

/** A column's name in double quotes: without them it could be a keyword of SQL. */
export function columnName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function withoutColumns(names: readonly string[]): string {
  return `* exclude (${names.map(columnName).join(', ')})`;
}

/** @param changes for each column, the expression that replaces it */
export function withColumns(changes: ReadonlyMap<string, string>): string {
  const replaced = [...changes].map(([name, expression]) => `${expression} as ${columnName(name)}`);
  return `* replace (${replaced.join(', ')})`;
}
