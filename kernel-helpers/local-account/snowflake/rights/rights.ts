import type { Catalog } from '../catalog/catalog';
import type { CatalogObject } from '../catalog/catalog-object';
import { isSame, type Privilege, type Secured } from '../catalog/privileges';
import { insufficientPrivileges } from '../snowflake-error';

/**
 * The system roles of a new account, which may all do everything here. Roles that CREATE ROLE makes may do what was
 * granted to them.
 */
export const SYSTEM_ROLES: ReadonlySet<string> = new Set([
  'ACCOUNTADMIN',
  'SECURITYADMIN',
  'USERADMIN',
  'SYSADMIN',
  'PUBLIC',
]);

/** Owns what belongs to no role that CREATE ROLE made. */
export const TOP_ROLE = 'ACCOUNTADMIN';

/** Whose rights count. */
export interface Actor {
  readonly role: string;
}

/** An object of the catalogue as rights name it. */
export function securedBy({ kind, database, schema, name }: CatalogObject): Secured | undefined {
  if (kind === 'role' || kind === 'user') return undefined;
  return { kind, path: [database, schema, name].filter((part) => part !== '') };
}

/** True when a user may take the role: https://docs.snowflake.com/en/user-guide/security-access-control-overview */
export function mayTakeRole(catalog: Catalog, user: string, role: string): boolean {
  const isThere = SYSTEM_ROLES.has(role) || catalog.objects.find('role', { name: role }) !== undefined;
  return isThere && availableRoles(catalog, user).includes(role);
}

/** True for a role that holds everything. */
export function isUnlimited({ objects }: Catalog, { role }: Actor): boolean {
  return SYSTEM_ROLES.has(role) || [...rolesWithin(objects, [role])].some((name) => SYSTEM_ROLES.has(name));
}

/** True when the actor's role, or a role granted to it, holds one of the privileges; OWNERSHIP holds them all. */
export function holds(catalog: Catalog, actor: Actor, wanted: readonly string[], object: Secured): boolean {
  if (isUnlimited(catalog, actor)) return true;
  return privilegesOf(catalog, actor).some(
    ({ name, future, ...on }) => !future && isSame(on, object) && (name === 'OWNERSHIP' || wanted.includes(name)),
  );
}

/** True when the role holds something on the object, on its schema and on its database; else it is as if not there. */
export function canSee(catalog: Catalog, actor: Actor, object: Secured): boolean {
  return sightOf(catalog, actor)(object);
}

/** `canSee` for many objects: what the role holds is read only once. */
export function sightOf(catalog: Catalog, actor: Actor): (object: Secured) => boolean {
  if (isUnlimited(catalog, actor)) return () => true;
  const held = new Set(
    privilegesOf(catalog, actor)
      .filter(({ future }) => !future)
      .map(keyOf),
  );
  return (object) => [...parentsOf(object), object].every((one) => held.has(keyOf(one)));
}

function parentsOf({ kind, path }: Secured): readonly Secured[] {
  if (kind === 'account' || kind === 'warehouse') return [];
  return path
    .slice(0, -1)
    .map((_, index) => ({ kind: index === 0 ? 'database' : 'schema', path: path.slice(0, index + 1) }));
}

function keyOf({ kind, path }: Secured): string {
  return JSON.stringify([kind, ...path]);
}

/**
 * Tells the owner of objects: the role that holds OWNERSHIP. What a system role has made belongs to ACCOUNTADMIN
 * (deviation: on the service it belongs to the role that made it).
 */
export function ownersIn({ objects }: Catalog): (object: CatalogObject) => string {
  const owners = new Map<string, string>();
  for (const role of objects.all('role'))
    for (const privilege of role.privileges)
      if (privilege.name === 'OWNERSHIP' && !privilege.future) owners.set(keyOf(privilege), role.name);
  return (object) => {
    const secured = securedBy(object);
    return (secured === undefined ? undefined : owners.get(keyOf(secured))) ?? TOP_ROLE;
  };
}

/** Throws Snowflake's error for a role that sees an object and may not do this with it. */
export function requirePrivilege(
  catalog: Catalog,
  actor: Actor,
  wanted: string,
  object: Secured,
  printed?: string,
): void {
  if (holds(catalog, actor, [wanted], object)) return;
  throw insufficientPrivileges(object.kind, printed ?? object.path.at(-1) ?? '');
}

/** True when there is such an object, whoever may see it. */
export function isThere({ objects }: Catalog, { kind, path }: Secured): boolean {
  if (kind === 'account') return true;
  const [name = '', schema = '', database = ''] = path.toReversed();
  const place = kind === 'schema' ? { database: schema, schema: '' } : { database, schema };
  return objects.find(kind, { ...place, name }) !== undefined;
}

/** True for a warehouse, database or schema that is there and that the role may make current. */
export function mayUse(catalog: Catalog, actor: Actor, object: Secured): boolean {
  return isThere(catalog, object) && canSee(catalog, actor, object) && holds(catalog, actor, ['USAGE'], object);
}

function privilegesOf({ objects }: Catalog, { role }: Actor): readonly Privilege[] {
  return [...rolesWithin(objects, [role])].flatMap((name) => objects.find('role', { name })?.privileges ?? []);
}

/** The roles that a user may take: https://docs.snowflake.com/en/sql-reference/functions/current_available_roles */
export function availableRoles({ objects }: Catalog, user: string): readonly string[] {
  const granted = objects.find('user', { name: user })?.roles ?? [];
  return [...new Set([...SYSTEM_ROLES, ...rolesWithin(objects, granted)])].sort();
}

/** These roles, and those that are granted to them. */
export function rolesWithin(objects: Catalog['objects'], roles: readonly string[]): ReadonlySet<string> {
  const within = new Set<string>();
  const add = (name: string): void => {
    if (within.has(name)) return;
    within.add(name);
    for (const inner of objects.find('role', { name })?.roles ?? []) add(inner);
  };
  for (const name of roles) add(name);
  return within;
}
