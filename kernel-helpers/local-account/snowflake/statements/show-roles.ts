import type { CatalogObject } from '../catalog/catalog-object';
import { printName } from '../identifiers';
import { type ResultSet, resultOf } from '../results/result-set';
import { textColumn, timeColumn } from '../results/row-type';
import { isUnlimited, ownersIn, rolesWithin, SYSTEM_ROLES, TOP_ROLE } from '../rights/rights';
import { userDefaults } from '../session/user-defaults';
import { missingObject } from '../snowflake-error';
import type { StatementContext } from './context';
import { type RoleFacts, roleRow, type ShownRow } from './show-rows';

/** When the roles were made that every account has: nobody has seen that. */
const SINCE_EVER = new Date(0);

/** The rows of SHOW ROLES: the system roles, which have everything, and those that CREATE ROLE made. */
export function roleRows(context: StatementContext): readonly { readonly name: string; readonly row: ShownRow }[] {
  const { account, session } = context;
  const { catalog } = account;
  const roles = catalog.objects.all('role');
  const users = catalog.objects.all('user');
  const ownerOf = ownersIn(catalog);
  const inherited = isUnlimited(catalog, session) ? undefined : rolesWithin(catalog.objects, [session.role]);
  const countIn = (holders: readonly { readonly roles: readonly string[] }[], name: string) =>
    holders.filter((holder) => holder.roles.includes(name)).length;
  const factsOf = (name: string, made: Extract<CatalogObject, { kind: 'role' }> | undefined): RoleFacts => ({
    name,
    createdOn: made?.createdOn ?? SINCE_EVER,
    comment: made?.comment ?? '',
    owner: made === undefined ? '' : ownerOf(made),
    isDefault: name === (userDefaults(catalog, session.user).DEFAULT_ROLE ?? TOP_ROLE),
    isCurrent: name === session.role,
    isInherited: name !== session.role && (inherited?.has(name) ?? true),
    users: countIn(users, name),
    holders: countIn(roles, name),
    held: made?.roles.length ?? 0,
  });
  return [
    ...[...SYSTEM_ROLES].map((name) => factsOf(name, undefined)),
    ...roles.map((role) => factsOf(role.name, role)),
  ]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((facts) => ({ name: facts.name, row: roleRow(facts) }));
}

const GRANT_COLUMNS = [
  timeColumn('created_on'),
  ...['role', 'granted_to', 'grantee_name', 'granted_by'].map((name) => textColumn(name)),
];

/**
 * SHOW GRANTS [TO USER …]: the roles that were granted to a user, without PUBLIC, which everybody has:
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants. Every user has the system roles here.
 */
export function showGrantsToUser({ account, session }: StatementContext, name: string = session.user): ResultSet {
  const user = account.catalog.objects.find('user', { name });
  if (user === undefined && name !== session.user) throw missingObject('User', printName(name));
  const roles = [...SYSTEM_ROLES].filter((role) => role !== 'PUBLIC').concat(user?.roles ?? []);
  return resultOf(
    GRANT_COLUMNS,
    [...new Set(roles)].sort().map((role) => [user?.createdOn ?? SINCE_EVER, role, 'USER', name, TOP_ROLE]),
  );
}
