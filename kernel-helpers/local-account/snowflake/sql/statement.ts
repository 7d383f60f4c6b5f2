import type { ColumnType } from '../catalog/column-type';
import type { SecuredKind } from '../catalog/privileges';

/** The closed list: every statement that this account runs. What is not here is refused while it is parsed. */
export type Statement =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'explain'; readonly sql: string }
  | ChangeStatement
  | { readonly kind: 'truncate'; readonly table: NamePath; readonly ifExists: boolean }
  | CommentOnTable
  | { readonly kind: 'begin' | 'commit' | 'rollback' }
  | CreateWarehouse
  | AlterWarehouse
  | CreateContainer
  | CreateTable
  | CreateView
  | CreateStage
  | CreateRole
  | CreateUser
  | { readonly kind: 'alter user'; readonly name: string; readonly properties: ReadonlyMap<string, string> }
  | GrantPrivileges
  | GrantRole
  | DropObject
  | { readonly kind: 'use'; readonly object: 'warehouse' | 'database' | 'schema' | 'role'; readonly name: NamePath }
  | { readonly kind: 'use secondary roles' }
  | ShowObjects
  | { readonly kind: 'show grants'; readonly user: string | undefined }
  | { readonly kind: 'describe table'; readonly name: NamePath }
  | {
      readonly kind: 'describe object';
      readonly object: 'warehouse' | 'database' | 'schema' | 'stage';
      readonly name: NamePath;
    }
  | { readonly kind: 'set parameters'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'unset parameters'; readonly names: readonly string[] }
  | PutFiles
  | { readonly kind: 'list'; readonly location: StageLocation; readonly pattern: string | null }
  | { readonly kind: 'remove'; readonly location: StageLocation; readonly pattern: string | null }
  | CopyIntoTable
  | ResultScan
  | Wait;

/** One to three folded names: `name`, `schema.name` or `database.schema.name`. */
export type NamePath = readonly string[];

export interface ChangeStatement {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly sql: string;
}

/** What a grant is on: one object by its name, or all or the future objects of a kind in the schema of that name. */
export interface GrantTarget {
  readonly kind: SecuredKind;
  readonly which: 'one' | 'all' | 'future';
  readonly name: NamePath;
}

export interface GrantPrivileges {
  readonly kind: 'grant privileges' | 'revoke privileges';
  readonly privileges: readonly string[];
  readonly target: GrantTarget;
  readonly role: string;
  /** What GRANT OWNERSHIP does with what other roles hold on the object. */
  readonly currentGrants: 'copy' | 'revoke' | null;
}

export interface GrantRole {
  readonly kind: 'grant role' | 'revoke role';
  readonly role: string;
  readonly to: 'role' | 'user';
  readonly name: string;
}

export interface CommentOnTable {
  readonly kind: 'comment';
  readonly table: NamePath;
  readonly comment: string;
  readonly ifExists: boolean;
}

/** Whose statements QUERY_HISTORY() and QUERY_HISTORY_BY_SESSION() list. */
export type HistoryOwner = 'account' | 'session';

/** An earlier result, once more. */
export interface ResultScan {
  readonly kind: 'result scan';
  /** Null: the statement before. */
  readonly queryId: string | null;
}

/** SYSTEM$WAIT. */
export interface Wait {
  readonly kind: 'wait';
  readonly milliseconds: number;
  /** The answer: `waited 10 seconds`. */
  readonly said: string;
  readonly columnName: string;
}

/** What CREATE does when the name is taken. */
export interface IfTaken {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
}

export interface CreateWarehouse extends IfTaken {
  readonly kind: 'create warehouse';
  readonly name: NamePath;
  readonly properties: ReadonlyMap<string, string>;
}

export interface AlterWarehouse {
  readonly kind: 'alter warehouse';
  /** Null: the session's own. */
  readonly name: string | null;
  readonly ifExists: boolean;
  readonly action: 'suspend' | 'resume';
  /** RESUME IF SUSPENDED: to resume one that runs is no error. */
  readonly ifSuspended: boolean;
}

export interface CreateRole extends IfTaken {
  readonly kind: 'create role';
  readonly name: string;
  readonly comment: string;
}

export interface CreateUser extends IfTaken {
  readonly kind: 'create user';
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
}

export interface CreateContainer extends IfTaken {
  readonly kind: 'create database' | 'create schema';
  readonly name: NamePath;
  readonly transient: boolean;
  readonly comment: string;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** DuckDB SQL of the default, made from a literal; null without one. */
  readonly defaultSql: string | null;
  /** The default as it was written, for DESCRIBE. */
  readonly defaultText: string | null;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly comment: string | null;
}

/** A column of CREATE TABLE … AS; `declared` is null where the query decides its type. */
export interface QueryColumn {
  readonly name: string;
  readonly declared: ColumnDefinition | null;
}

export type TableKind = 'TABLE' | 'TRANSIENT' | 'TEMPORARY';

export interface CreateTable extends IfTaken {
  readonly kind: 'create table';
  readonly name: NamePath;
  readonly tableKind: TableKind;
  readonly from:
    | { readonly columns: readonly ColumnDefinition[] }
    | { readonly query: string; readonly named: readonly QueryColumn[] | null }
    | { readonly like: NamePath };
  readonly comment: string;
  readonly copyGrants: boolean;
}

export interface CreateView extends IfTaken {
  readonly kind: 'create view';
  readonly name: NamePath;
  /** Null: the columns are named as the query names them. */
  readonly columnNames: readonly string[] | null;
  readonly query: string;
  readonly comment: string;
  /** The whole statement, which SHOW VIEWS tells. */
  readonly text: string;
}

export interface CreateStage extends IfTaken {
  readonly kind: 'create stage';
  readonly name: NamePath;
  readonly temporary: boolean;
  readonly fileFormat: FileFormat | null;
  readonly comment: string;
}

export interface DropObject {
  readonly kind: 'drop';
  readonly object: 'warehouse' | 'database' | 'schema' | 'table' | 'view' | 'stage' | 'role' | 'user';
  readonly name: NamePath;
  readonly ifExists: boolean;
}

export interface ShowObjects {
  readonly kind: 'show';
  readonly what:
    | 'warehouses'
    | 'roles'
    | 'databases'
    | 'schemas'
    | 'tables'
    | 'views'
    | 'objects'
    | 'columns'
    | 'stages'
    | 'parameters';
  readonly terse: boolean;
  readonly like: string | null;
  readonly scope: ShowScope;
  readonly startsWith: string | null;
  readonly limit: number | null;
  readonly from: string | null;
}

/** Where SHOW looks: `default` follows the session. */
export type ShowScope =
  | { readonly in: 'default' | 'account' }
  | { readonly in: 'database' | 'schema' | 'table' | 'view'; readonly name: NamePath | null };

/** `@stage/path`, `@~/path` (the user's stage) or `@%table/path` (the table's stage). */
export interface StageLocation {
  readonly of: 'stage' | 'user' | 'table';
  readonly name: NamePath;
  /** Without a slash at either end; never climbs out of the stage. */
  readonly path: string;
}

export interface FileFormat {
  readonly type: 'PARQUET' | 'CSV';
  /** By upper-case option name; a list such as NULL_IF is joined by NUL characters. */
  readonly options: Readonly<Record<string, string>>;
}

export interface PutFiles {
  readonly kind: 'put';
  readonly source: string;
  readonly location: StageLocation;
  readonly autoCompress: boolean;
  readonly overwrite: boolean;
  readonly parallel: number;
  readonly sourceCompression: string;
}

export interface CopyIntoTable {
  readonly kind: 'copy';
  readonly table: NamePath;
  /** Target columns in order; null means all of the table's. */
  readonly columns: readonly string[] | null;
  readonly location: StageLocation;
  /** For `FROM (SELECT $1:a::FLOAT, $2 FROM @stage)`: the select list; null without a transformation. */
  readonly select: readonly CopyExpression[] | null;
  readonly files: readonly string[] | null;
  readonly pattern: string | null;
  readonly fileFormat: FileFormat | null;
  readonly matchByColumnName: 'NONE' | 'CASE_SENSITIVE' | 'CASE_INSENSITIVE';
  readonly purge: boolean;
  readonly force: boolean;
}

/** `$1:name::TYPE` (a Parquet field) or `$2::TYPE` (a CSV field). */
export interface CopyExpression {
  readonly field: string | number;
  readonly castTo: ColumnType | null;
}
