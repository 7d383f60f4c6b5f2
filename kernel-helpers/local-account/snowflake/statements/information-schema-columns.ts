import type { DatabaseObject, SchemaObject, TableObject, ViewObject } from '../catalog/catalog-object';
import type { ColumnDefinition } from '../sql/statement';
import { type ComputedColumns, numberOf, textOf, timeOf } from './fill-computed-table';
import type { TableSize } from './measure-tables';

/** An object with the role that owns it. */
export interface Owned<T> {
  readonly object: T;
  readonly owner: string;
}

const yesNo = (value: boolean): string => (value ? 'YES' : 'NO');
const nothing = () => textOf<unknown>(() => null);
const none = (names: string): ComputedColumns<unknown> =>
  Object.fromEntries(names.split(' ').map((name) => [name, nothing()]));
const dates = {
  CREATED: timeOf(({ object }: Owned<{ readonly createdOn: Date }>) => object.createdOn),
  LAST_ALTERED: timeOf(({ object }: Owned<{ readonly createdOn: Date }>) => object.createdOn),
};

export const DATABASES: ComputedColumns<Owned<DatabaseObject>> = {
  DATABASE_NAME: textOf(({ object }) => object.name),
  DATABASE_OWNER: textOf(({ owner }) => owner),
  IS_TRANSIENT: textOf(({ object }) => yesNo(object.transient)),
  COMMENT: textOf(({ object }) => object.comment),
  ...dates,
  RETENTION_TIME: numberOf(() => 1),
  TYPE: textOf(() => 'STANDARD'),
};

export const SCHEMATA: ComputedColumns<Owned<SchemaObject>> = {
  CATALOG_NAME: textOf(({ object }) => object.database),
  SCHEMA_NAME: textOf(({ object }) => object.name),
  SCHEMA_OWNER: textOf(({ owner }) => owner),
  IS_TRANSIENT: textOf(({ object }) => yesNo(object.transient)),
  IS_MANAGED_ACCESS: textOf(() => 'NO'),
  RETENTION_TIME: numberOf(() => 1),
  ...none('DEFAULT_CHARACTER_SET_CATALOG DEFAULT_CHARACTER_SET_SCHEMA DEFAULT_CHARACTER_SET_NAME SQL_PATH'),
  ...dates,
  COMMENT: textOf(({ object }) => object.comment),
};

/** A table with its size, or a view without. */
export interface Sized extends Owned<TableObject | ViewObject> {
  readonly size: TableSize | null;
}

const isKind = (object: TableObject | ViewObject, kind: TableObject['tableKind']) =>
  object.kind === 'table' && object.tableKind === kind;

/** https://docs.snowflake.com/en/sql-reference/info-schema/tables */
export const TABLES: ComputedColumns<Sized> = {
  TABLE_CATALOG: textOf(({ object }) => object.database),
  TABLE_SCHEMA: textOf(({ object }) => object.schema),
  TABLE_NAME: textOf(({ object }) => object.name),
  TABLE_OWNER: textOf(({ owner }) => owner),
  TABLE_TYPE: textOf(({ object }) => {
    if (object.kind === 'view') return 'VIEW';
    return object.tableKind === 'TEMPORARY' ? 'LOCAL TEMPORARY' : 'BASE TABLE';
  }),
  IS_TRANSIENT: textOf(({ object }) => (object.kind === 'view' ? null : yesNo(isKind(object, 'TRANSIENT')))),
  CLUSTERING_KEY: nothing(),
  ROW_COUNT: numberOf(({ size }) => size?.rows ?? null),
  BYTES: numberOf(({ size }) => size?.bytes ?? null),
  RETENTION_TIME: numberOf(({ size }) => (size === null ? null : 1)),
  ...none('SELF_REFERENCING_COLUMN_NAME REFERENCE_GENERATION USER_DEFINED_TYPE_CATALOG USER_DEFINED_TYPE_SCHEMA'),
  USER_DEFINED_TYPE_NAME: nothing(),
  IS_INSERTABLE_INTO: textOf(({ object }) => yesNo(object.kind === 'table')),
  IS_TYPED: textOf(() => 'YES'),
  COMMIT_ACTION: nothing(),
  ...dates,
  LAST_DDL: dates.LAST_ALTERED,
  LAST_DDL_BY: nothing(),
  AUTO_CLUSTERING_ON: textOf(({ object }) => (object.kind === 'view' ? null : 'NO')),
  COMMENT: textOf(({ object }) => object.comment),
  IS_TEMPORARY: textOf(({ object }) => yesNo(isKind(object, 'TEMPORARY'))),
  IS_ICEBERG: textOf(() => 'NO'),
  IS_DYNAMIC: textOf(() => 'NO'),
  IS_IMMUTABLE: textOf(() => 'NO'),
  IS_HYBRID: textOf(() => 'NO'),
};

/** https://docs.snowflake.com/en/sql-reference/info-schema/views */
export const VIEWS: ComputedColumns<Owned<ViewObject>> = {
  TABLE_CATALOG: textOf(({ object }) => object.database),
  TABLE_SCHEMA: textOf(({ object }) => object.schema),
  TABLE_NAME: textOf(({ object }) => object.name),
  TABLE_OWNER: textOf(({ owner }) => owner),
  VIEW_DEFINITION: textOf(({ object }) => object.text),
  CHECK_OPTION: textOf(() => 'NONE'),
  IS_UPDATABLE: textOf(() => 'NO'),
  INSERTABLE_INTO: textOf(() => 'NO'),
  IS_SECURE: textOf(() => 'NO'),
  ...dates,
  LAST_DDL: dates.LAST_ALTERED,
  LAST_DDL_BY: nothing(),
  COMMENT: textOf(({ object }) => object.comment),
};

/** A column with its place in the table, from 1 on. */
export interface Positioned {
  readonly object: TableObject | ViewObject;
  readonly column: ColumnDefinition;
  readonly position: number;
}

/** The longest text is 16 MB: https://docs.snowflake.com/en/sql-reference/data-types-text */
const LONGEST_BYTES = 16_777_216;
const lengthOf = ({ column: { type } }: Positioned, wire: 'text' | 'binary') =>
  type.wire === wire ? (type.length ?? LONGEST_BYTES) : null;
const isTimed = ({ column: { type } }: Positioned) => /^time/.test(type.wire);
const isFixed = ({ column: { type } }: Positioned) => type.wire === 'fixed';

/** https://docs.snowflake.com/en/sql-reference/info-schema/columns */
export const COLUMNS: ComputedColumns<Positioned> = {
  TABLE_CATALOG: textOf(({ object }) => object.database),
  TABLE_SCHEMA: textOf(({ object }) => object.schema),
  TABLE_NAME: textOf(({ object }) => object.name),
  COLUMN_NAME: textOf(({ column }) => column.name),
  ORDINAL_POSITION: numberOf(({ position }) => position),
  COLUMN_DEFAULT: textOf(({ column }) => column.defaultText),
  IS_NULLABLE: textOf(({ column }) => yesNo(column.nullable)),
  DATA_TYPE: textOf(({ column: { type } }) => {
    if (type.wire === 'fixed') return 'NUMBER';
    return type.wire === 'real' ? 'FLOAT' : type.wire.toUpperCase();
  }),
  CHARACTER_MAXIMUM_LENGTH: numberOf((row) => lengthOf(row, 'text')),
  CHARACTER_OCTET_LENGTH: numberOf((row) => {
    const characters = lengthOf(row, 'text');
    return characters === null ? lengthOf(row, 'binary') : Math.min(characters * 4, LONGEST_BYTES);
  }),
  NUMERIC_PRECISION: numberOf((row) => (isFixed(row) ? row.column.type.precision : null)),
  NUMERIC_PRECISION_RADIX: numberOf((row) => (isFixed(row) ? 10 : null)),
  NUMERIC_SCALE: numberOf((row) => (isFixed(row) ? row.column.type.scale : null)),
  DATETIME_PRECISION: numberOf((row) => (isTimed(row) ? row.column.type.scale : null)),
  ...none(
    'INTERVAL_TYPE INTERVAL_PRECISION CHARACTER_SET_CATALOG CHARACTER_SET_SCHEMA CHARACTER_SET_NAME COLLATION_CATALOG ' +
      'COLLATION_SCHEMA COLLATION_NAME DOMAIN_CATALOG DOMAIN_SCHEMA DOMAIN_NAME UDT_CATALOG UDT_SCHEMA UDT_NAME ' +
      'SCOPE_CATALOG SCOPE_SCHEMA SCOPE_NAME MAXIMUM_CARDINALITY DTD_IDENTIFIER',
  ),
  IS_SELF_REFERENCING: textOf(() => 'NO'),
  IS_IDENTITY: textOf(() => 'NO'),
  ...none(
    'IDENTITY_GENERATION IDENTITY_START IDENTITY_INCREMENT IDENTITY_MAXIMUM IDENTITY_MINIMUM IDENTITY_CYCLE ' +
      'IDENTITY_ORDERED SCHEMA_EVOLUTION_RECORD',
  ),
  COMMENT: textOf(({ column }) => column.comment),
};
