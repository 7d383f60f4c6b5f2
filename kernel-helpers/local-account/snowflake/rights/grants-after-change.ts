import type { Catalog, CatalogChange } from '../catalog/catalog';
import type { CatalogObject, RoleObject } from '../catalog/catalog-object';
import { isSame, type Privilege, type Secured } from '../catalog/privileges';
import { type Actor, isUnlimited, securedBy } from './rights';

/**
 * The roles whose privileges a change of objects changes. What is dropped or replaced takes its grants with it, unless
 * COPY GRANTS keeps those other than OWNERSHIP. What is made belongs to the role that made it, and gets the future grants
 * of its schema: https://docs.snowflake.com/en/sql-reference/sql/create-table, https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
export function rolesAfterChange(
  catalog: Catalog,
  actor: Actor,
  { put = [], delete: dropped = [], keepsGrants = false }: CatalogChange,
): readonly RoleObject[] {
  const made = put.filter((object) => isNew(catalog, object)).flatMap((object) => securedBy(object) ?? []);
  const gone = dropped.flatMap((object) => securedBy(object) ?? []);
  if (made.length + gone.length === 0) return [];
  const stays = ({ name, future, ...on }: Privilege): boolean => {
    if (gone.some((object) => isWithin(on, object))) return false;
    return future || !made.some((object) => isSame(on, object)) || (keepsGrants && name !== 'OWNERSHIP');
  };
  return catalog.objects.all('role').flatMap((role) => {
    const kept = role.privileges.filter(stays);
    const future = made.flatMap((object) => futureGrants(role, object));
    const isOwner = role.name === actor.role && !isUnlimited(catalog, actor);
    const owned = isOwner ? made.map((object) => ({ ...object, name: 'OWNERSHIP', future: false })) : [];
    const privileges = [...kept, ...future, ...owned];
    return kept.length === role.privileges.length && privileges.length === kept.length ? [] : [{ ...role, privileges }];
  });
}

/** A comment changes an object and makes none: it keeps the time at which the object was made. */
function isNew({ objects }: Catalog, object: CatalogObject): boolean {
  return objects.find(object.kind, object)?.createdOn.getTime() !== object.createdOn.getTime();
}

function isWithin(on: Secured, object: Secured): boolean {
  if (isSame(on, object)) return true;
  return (
    (object.kind === 'database' || object.kind === 'schema') &&
    on.kind !== 'warehouse' &&
    object.path.every((name, index) => on.path[index] === name)
  );
}

function futureGrants({ privileges }: RoleObject, object: Secured): readonly Privilege[] {
  const schema = object.path.slice(0, -1);
  return privileges
    .filter(
      ({ future, kind, path }) => future && kind === object.kind && isSame({ kind, path }, { kind, path: schema }),
    )
    .map(({ name }) => ({ ...object, name, future: false }));
}
