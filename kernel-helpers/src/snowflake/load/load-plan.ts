import { UserError } from '../../errors';
import type { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { typeParts } from '../../values/type-parts';
import { foldName, nameProblem } from '../statement/identifiers';

/** A column on its way into Snowflake. */
export interface LoadColumn {
  readonly name: string;
  /** Type of the DDL, for example `FLOAT`. */
  readonly type: string;
  readonly column: Column;
}

export interface LoadPlanOptions {
  /** Keep the case of column names; plain SQL then has to quote them. @default false, names become upper case */
  readonly preserveCase?: boolean;
}

/** Names and types of the columns; one UserError lists every name that cannot be used. */
export function planLoad(table: Table, options: LoadPlanOptions = {}): readonly LoadColumn[] {
  const columns = table.columns.map((column) => ({
    name: options.preserveCase === true ? column.name : foldName(column.name),
    type: ddlType(column),
    column,
  }));
  const problems = columns.length === 0 ? ['it has no columns'] : [];
  const seen = new Map<string, string>();
  for (const { name, column } of columns) {
    const problem = nameProblem(name);
    if (problem !== undefined) problems.push(`${JSON.stringify(name.slice(0, 40))} cannot be a name: ${problem}`);
    const other = seen.get(name);
    if (other !== undefined) problems.push(`${other} and ${column.name} are both ${name} in Snowflake`);
    seen.set(name, column.name);
  }
  if (problems.length > 0) {
    throw new UserError(`The data cannot be loaded: ${problems.join('; ')}. Rename the columns.`);
  }
  return columns;
}

function ddlType(column: Column): string {
  switch (column.kind) {
    case 'number':
      return /^NUMBER\(\d+,\d+\)$/.test(column.type) ? column.type : 'FLOAT';
    case 'bigint':
      return /^NUMBER\(\d+,0\)$/.test(column.type) ? column.type : 'NUMBER(19,0)';
    case 'decimal':
      return `NUMBER(38,${column.scale})`;
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'timestamp':
      if (column.offsets !== undefined) return 'TIMESTAMP_TZ(9)';
      return column.timeZone === undefined ? 'TIMESTAMP_NTZ(9)' : 'TIMESTAMP_LTZ(9)';
    case 'text':
      // A type that writeTable() cannot load, such as GEOGRAPHY, is refused with its name; it does not become VARCHAR.
      return typeParts(column.type).name === 'VARCHAR' ? 'VARCHAR' : column.type;
  }
}
