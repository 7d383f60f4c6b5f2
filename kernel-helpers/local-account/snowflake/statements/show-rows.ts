import type {
  DatabaseObject,
  SchemaObject,
  StageObject,
  TableObject,
  ViewObject,
  WarehouseObject,
} from '../catalog/catalog-object';
import { type ColumnType, columnTypeOf } from '../catalog/column-type';
import type { Cell } from '../results/result-set';
import { countColumn, type ResultColumnType, textColumn, timeColumn } from '../results/row-type';
import type { ColumnDefinition, ShowObjects } from '../sql/statement';
import type { TableSize } from './measure-tables';

/** One row of SHOW, cell by cell with its column: https://docs.snowflake.com/en/sql-reference/sql/show */
export type ShownRow = readonly (readonly [column: ResultColumnType, value: Cell])[];

const text = (name: string, value: string | null): ShownRow[number] => [textColumn(name), value];
const count = (name: string, value: number): ShownRow[number] => [countColumn(name), value];
const size = (name: string, value: number | null): ShownRow[number] => [
  { ...countColumn(name), nullable: true },
  value,
];
const time = (name: string, value: Date): ShownRow[number] => [timeColumn(name), value];

/** What SHOW WAREHOUSES tells beside the warehouse's own properties. */
export interface WarehouseFacts {
  readonly isCurrent: boolean;
  readonly isDefault: boolean;
  readonly isSuspended: boolean;
  readonly owner: string;
}

/** A row of SHOW WAREHOUSES: https://docs.snowflake.com/en/sql-reference/sql/show-warehouses */
export function warehouseRow(
  warehouse: WarehouseObject,
  { isCurrent, isDefault, isSuspended, owner }: WarehouseFacts,
): ShownRow {
  const { properties } = warehouse;
  return [
    text('name', warehouse.name),
    text('state', isSuspended ? 'SUSPENDED' : 'STARTED'),
    text('type', properties.WAREHOUSE_TYPE ?? 'STANDARD'),
    text('size', printSize(properties.WAREHOUSE_SIZE ?? 'XSMALL')),
    count('min_cluster_count', Number(properties.MIN_CLUSTER_COUNT ?? 1)),
    count('max_cluster_count', Number(properties.MAX_CLUSTER_COUNT ?? 1)),
    count('started_clusters', isSuspended ? 0 : 1),
    count('running', 0),
    count('queued', 0),
    text('is_default', isDefault ? 'Y' : 'N'),
    text('is_current', isCurrent ? 'Y' : 'N'),
    count('auto_suspend', Number(properties.AUTO_SUSPEND ?? 600)),
    text('auto_resume', (properties.AUTO_RESUME ?? 'true').toLowerCase()),
    time('created_on', warehouse.createdOn),
    text('owner', owner),
    text('comment', warehouse.comment),
  ];
}

/** What SHOW ROLES tells of a role. */
export interface RoleFacts {
  readonly name: string;
  readonly createdOn: Date;
  readonly comment: string;
  readonly owner: string;
  readonly isDefault: boolean;
  readonly isCurrent: boolean;
  readonly isInherited: boolean;
  /** How many users and roles have it, and how many roles it has. */
  readonly users: number;
  readonly holders: number;
  readonly held: number;
}

/** A row of SHOW ROLES: https://docs.snowflake.com/en/sql-reference/sql/show-roles */
export function roleRow(role: RoleFacts): ShownRow {
  return [
    time('created_on', role.createdOn),
    text('name', role.name),
    text('is_default', role.isDefault ? 'Y' : 'N'),
    text('is_current', role.isCurrent ? 'Y' : 'N'),
    text('is_inherited', role.isInherited ? 'Y' : 'N'),
    count('assigned_to_users', role.users),
    count('granted_to_roles', role.holders),
    count('granted_roles', role.held),
    text('owner', role.owner),
    text('comment', role.comment),
  ];
}

/** `XSMALL` is printed `X-Small`. */
function printSize(size: string): string {
  const plain = size.toUpperCase().replaceAll('-', '');
  const [, many = '', x = '', word = ''] = /^(\d?)(X*)(SMALL|MEDIUM|LARGE)$/.exec(plain) ?? [];
  const name = word.charAt(0) + word.slice(1).toLowerCase();
  if (many !== '') return `${many}X-${name}`;
  return x.length > 1 ? `${x.length}X-${name}` : x === 'X' ? `X-${name}` : name;
}

/** A row of SHOW DATABASES. */
export function databaseRow(database: DatabaseObject, isCurrent: boolean, owner: string): ShownRow {
  return [
    time('created_on', database.createdOn),
    text('name', database.name),
    text('is_default', 'N'),
    text('is_current', isCurrent ? 'Y' : 'N'),
    text('origin', ''),
    text('owner', owner),
    text('comment', database.comment),
    text('options', ''),
    text('retention_time', '1'),
    text('kind', 'STANDARD'),
  ];
}

/** A row of SHOW SCHEMAS. */
export function schemaRow(schema: SchemaObject, isCurrent: boolean, owner: string): ShownRow {
  return [
    time('created_on', schema.createdOn),
    text('name', schema.name),
    text('is_default', 'N'),
    text('is_current', isCurrent ? 'Y' : 'N'),
    text('database_name', schema.database),
    text('owner', owner),
    text('comment', schema.comment),
    text('options', ''),
    text('retention_time', '1'),
  ];
}

/** A row of SHOW TABLES. */
export function tableRow(table: TableObject, measured: TableSize, owner: string): ShownRow {
  return [
    time('created_on', table.createdOn),
    text('name', table.name),
    text('database_name', table.database),
    text('schema_name', table.schema),
    text('kind', table.tableKind),
    text('comment', table.comment),
    text('cluster_by', ''),
    size('rows', measured.rows),
    size('bytes', measured.bytes),
    text('owner', owner),
    text('retention_time', '1'),
    text('automatic_clustering', 'OFF'),
    text('change_tracking', 'OFF'),
    text('is_external', 'N'),
  ];
}

/** A row of SHOW OBJECTS, for a view without size: https://docs.snowflake.com/en/sql-reference/sql/show-objects */
export function objectRow(object: TableObject | ViewObject, measured: TableSize | null, owner: string): ShownRow {
  return [
    time('created_on', object.createdOn),
    text('name', object.name),
    text('database_name', object.database),
    text('schema_name', object.schema),
    text('kind', object.kind === 'view' ? 'VIEW' : 'TABLE'),
    text('comment', object.comment),
    text('cluster_by', ''),
    size('rows', measured?.rows ?? null),
    size('bytes', measured?.bytes ?? null),
    text('owner', owner),
    text('retention_time', '1'),
    text('owner_role_type', 'ROLE'),
    text('budget', null),
    text('is_hybrid', 'N'),
    text('is_dynamic', 'N'),
    text('is_iceberg', 'N'),
  ];
}

/** A row of SHOW VIEWS. */
export function viewRow(view: ViewObject, owner: string): ShownRow {
  return [
    time('created_on', view.createdOn),
    text('name', view.name),
    text('reserved', ''),
    text('database_name', view.database),
    text('schema_name', view.schema),
    text('owner', owner),
    text('comment', view.comment),
    text('text', view.text),
    text('is_secure', 'false'),
    text('is_materialized', 'false'),
    text('owner_role_type', 'ROLE'),
    text('change_tracking', 'OFF'),
  ];
}

/** A row of SHOW STAGES. */
export function stageRow(stage: StageObject, owner: string): ShownRow {
  return [
    time('created_on', stage.createdOn),
    text('name', stage.name),
    text('database_name', stage.database),
    text('schema_name', stage.schema),
    text('url', ''),
    text('has_credentials', 'N'),
    text('has_encryption_key', 'N'),
    text('owner', owner),
    text('comment', stage.comment),
    text('region', null),
    text('type', stage.temporary ? 'INTERNAL TEMPORARY' : 'INTERNAL'),
  ];
}

/** A row of SHOW PARAMETERS. */
export function parameterRow(name: string, value: string): ShownRow {
  return [
    text('key', name),
    text('value', value),
    text('default', value),
    text('level', ''),
    text('description', ''),
    text('type', 'STRING'),
  ];
}

/** A row of SHOW COLUMNS. */
export function columnRow(table: TableObject | ViewObject, column: ColumnDefinition): ShownRow {
  return [
    text('table_name', table.name),
    text('schema_name', table.schema),
    text('column_name', column.name),
    text('data_type', JSON.stringify(describeType(column.type, column.nullable))),
    text('null?', String(column.nullable)),
    text('default', column.defaultText ?? ''),
    text('kind', 'COLUMN'),
    text('expression', ''),
    text('comment', column.comment ?? ''),
    text('database_name', table.database),
    text('autoincrement', ''),
  ];
}

/** `{"type":"FIXED","precision":38,"scale":0,"nullable":true}`: how SHOW COLUMNS spells a type. */
function describeType(type: ColumnType, nullable: boolean): Readonly<Record<string, unknown>> {
  const sizes = Object.entries({ precision: type.precision, scale: type.scale, length: type.length });
  return {
    type: type.wire.toUpperCase(),
    ...Object.fromEntries(sizes.filter(([, size]) => size !== null)),
    nullable,
  };
}

const nowhere = { database: '', schema: '', name: '', createdOn: new Date(0), comment: '' } as const;
const blankColumn: ColumnDefinition = {
  name: '',
  type: columnTypeOf('FLOAT', []),
  nullable: true,
  defaultSql: null,
  defaultText: null,
  primaryKey: false,
  unique: false,
  comment: null,
};
const blankTable: TableObject = {
  ...nowhere,
  kind: 'table',
  tableKind: 'TABLE',
  columns: [],
  physical: { schema: '', table: '' },
};

/** The columns of every answer. */
export const EMPTY_ROWS: Readonly<Record<ShowObjects['what'], ShownRow>> = {
  warehouses: warehouseRow(
    { ...nowhere, kind: 'warehouse', properties: {} },
    { isCurrent: false, isDefault: false, isSuspended: false, owner: '' },
  ),
  roles: roleRow({
    ...nowhere,
    owner: '',
    isDefault: false,
    isCurrent: false,
    isInherited: false,
    users: 0,
    holders: 0,
    held: 0,
  }),
  databases: databaseRow({ ...nowhere, kind: 'database', transient: false }, false, ''),
  schemas: schemaRow({ ...nowhere, kind: 'schema', transient: false }, false, ''),
  tables: tableRow(blankTable, { rows: 0, bytes: 0 }, ''),
  objects: objectRow(blankTable, null, ''),
  views: viewRow({ ...nowhere, kind: 'view', columns: [], query: '', text: '' }, ''),
  columns: columnRow(blankTable, blankColumn),
  stages: stageRow({ ...nowhere, kind: 'stage', temporary: false, folder: '', fileFormat: null }, ''),
  parameters: parameterRow('', ''),
};
