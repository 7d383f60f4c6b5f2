import type { ColumnDefinition, FileFormat, TableKind } from '../sql/statement';
import type { PhysicalName } from './physical-name';
import type { Privilege } from './privileges';

/** Anything with a name in the account. `database` and `schema` are empty strings where a kind has none. */
export type CatalogObject =
  | WarehouseObject
  | DatabaseObject
  | SchemaObject
  | TableObject
  | ViewObject
  | StageObject
  | RoleObject
  | UserObject;

interface Named {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly createdOn: Date;
  readonly comment: string;
}

export interface WarehouseObject extends Named {
  readonly kind: 'warehouse';
  /** The properties in CREATE WAREHOUSE, by upper-case name. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface DatabaseObject extends Named {
  readonly kind: 'database';
  readonly transient: boolean;
}

export interface SchemaObject extends Named {
  readonly kind: 'schema';
  readonly transient: boolean;
}

export interface TableObject extends Named {
  readonly kind: 'table';
  readonly tableKind: TableKind;
  readonly columns: readonly ColumnDefinition[];
  readonly physical: PhysicalName;
}

export interface ViewObject extends Named {
  readonly kind: 'view';
  readonly columns: readonly ColumnDefinition[];
  /** Snowflake SQL that gives exactly these columns. Its names are looked up in the view's own schema. */
  readonly query: string;
  /** The statement that made it. */
  readonly text: string;
}

export interface StageObject extends Named {
  readonly kind: 'stage';
  readonly temporary: boolean;
  /** The folder below the account's directory that holds the stage's files; its name is random. */
  readonly folder: string;
  readonly fileFormat: FileFormat | null;
}

/** A role that CREATE ROLE made. */
export interface RoleObject extends Named {
  readonly kind: 'role';
  readonly privileges: readonly Privilege[];
  /** Roles granted to this one, whose privileges it has, too. */
  readonly roles: readonly string[];
}

export interface UserObject extends Named {
  readonly kind: 'user';
  /** The properties in CREATE USER, by upper-case name; no secret is among them. */
  readonly properties: Readonly<Record<string, string>>;
  /** Roles granted to the user. */
  readonly roles: readonly string[];
}

/** Objects by kind and full name, in order of creation. */
export class ObjectMap {
  private readonly objects = new Map<string, CatalogObject>();

  get isEmpty(): boolean {
    return this.objects.size === 0;
  }

  find<Kind extends CatalogObject['kind']>(
    kind: Kind,
    path: { readonly database?: string; readonly schema?: string; readonly name: string },
  ): Extract<CatalogObject, { kind: Kind }> | undefined {
    const found = this.objects.get(keyOf(kind, path.database ?? '', path.schema ?? '', path.name));
    return isOfKind(found, kind) ? found : undefined;
  }

  all<Kind extends CatalogObject['kind']>(kind: Kind): readonly Extract<CatalogObject, { kind: Kind }>[] {
    return [...this.objects.values()].filter((object) => isOfKind(object, kind));
  }

  put(object: CatalogObject): void {
    const key = keyOf(object.kind, object.database, object.schema, object.name);
    this.objects.delete(key);
    this.objects.set(key, object);
  }

  delete(object: CatalogObject): void {
    this.objects.delete(keyOf(object.kind, object.database, object.schema, object.name));
  }
}

function isOfKind<Kind extends CatalogObject['kind']>(
  object: CatalogObject | undefined,
  kind: Kind,
): object is Extract<CatalogObject, { kind: Kind }> {
  return object?.kind === kind;
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
