import type { RoleObject, UserObject } from '../catalog/catalog-object';
import { isSame, type Privilege, type Secured } from '../catalog/privileges';
import { printName } from '../identifiers';
import { SYSTEM_ROLES } from '../rights/rights';
import { requireReadable, requireSchema, requireStage, resolveSchemaName } from '../session/resolve-names';
import { missingObject, SnowflakeError } from '../snowflake-error';
import type { CreateRole, CreateUser, GrantPrivileges, GrantRole, GrantTarget, Statement } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';
import { checkNameTaken } from './name-taken';

const DONE = 'Statement executed successfully.';
const NOWHERE = { database: '', schema: '' } as const;

/** CREATE ROLE. */
export async function createRole(context: StatementContext, create: CreateRole): Promise<string> {
  const { name, comment } = create;
  const taken = SYSTEM_ROLES.has(name) || context.account.catalog.objects.find('role', { name }) !== undefined;
  const done = checkNameTaken(taken, printName(name), create);
  if (done !== null) return done;
  await put(context, { ...NOWHERE, kind: 'role', name, comment, createdOn: new Date(), privileges: [], roles: [] });
  return `Role ${printName(name)} successfully created.`;
}

/** CREATE USER. The user logs in with its RSA_PUBLIC_KEY, or as the AWS role of its WORKLOAD_IDENTITY (`login/`). */
export async function createUser(context: StatementContext, create: CreateUser): Promise<string> {
  const { name } = create;
  const done = checkNameTaken(findUser(context, name) !== undefined, printName(name), create);
  if (done !== null) return done;
  await put(context, newUser(name, Object.fromEntries(create.properties)));
  return `User ${printName(name)} successfully created.`;
}

/** ALTER USER … SET. */
export async function alterUser(
  context: StatementContext,
  { name, properties }: Extract<Statement, { kind: 'alter user' }>,
): Promise<string> {
  const user = requireUser(context, name);
  await put(context, { ...user, properties: { ...user.properties, ...Object.fromEntries(properties) } });
  return DONE;
}

/** DROP ROLE and DROP USER. */
export async function dropRoleOrUser(
  context: StatementContext,
  kind: 'role' | 'user',
  name: string,
  ifExists: boolean,
): Promise<string> {
  const { catalog } = context.account;
  const found = catalog.objects.find(kind, { name });
  if (found !== undefined) await applyChange(context, { delete: [found] });
  else if (!ifExists) throw missingObject(kind === 'role' ? 'Role' : 'User', printName(name));
  return found === undefined
    ? 'Drop statement executed successfully (object already dropped).'
    : `${printName(name)} successfully dropped.`;
}

/** GRANT ROLE … TO ROLE or USER, and REVOKE ROLE … FROM. What a system role gets it has already. */
export async function changeRoles(context: StatementContext, { kind, role, to, name }: GrantRole): Promise<string> {
  if (!SYSTEM_ROLES.has(role)) requireRole(context, role);
  if (to === 'role' && SYSTEM_ROLES.has(name)) return DONE;
  const holder = to === 'role' ? requireRole(context, name) : requireUser(context, name);
  const others = holder.roles.filter((other) => other !== role);
  await put(context, { ...holder, roles: kind === 'grant role' ? [...others, role] : others });
  return DONE;
}

/** GRANT … ON … TO ROLE, and REVOKE … FROM. What a system role gets it has already. */
export async function changePrivileges(context: StatementContext, grant: GrantPrivileges): Promise<string> {
  const objects = securedOf(context, grant.target);
  if (SYSTEM_ROLES.has(grant.role)) return DONE;
  const role = requireRole(context, grant.role);
  const future = grant.target.which === 'future';
  const named = objects.flatMap((object) => grant.privileges.map((name) => ({ ...object, name, future })));
  const others = role.privileges.filter((held) => !named.some((one) => isSameGrant(one, held)));
  const changed = { ...role, privileges: grant.kind === 'grant privileges' ? [...others, ...named] : others };
  const isGift = grant.kind === 'grant privileges' && grant.privileges.includes('OWNERSHIP');
  await put(context, changed, ...(isGift ? formerHolders(context, grant, objects) : []));
  return DONE;
}

/**
 * The other roles after OWNERSHIP went to one: an object has one owner, and what else is held on it must be copied or
 * revoked: https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
 */
function formerHolders(
  { account }: StatementContext,
  { role: owner, currentGrants }: GrantPrivileges,
  objects: readonly Secured[],
): readonly RoleObject[] {
  const isOn = (held: Privilege): boolean => !held.future && objects.some((object) => isSame(held, object));
  return account.catalog.objects.all('role').flatMap((role) => {
    if (role.name === owner || !role.privileges.some(isOn)) return [];
    const isDependent = (held: Privilege): boolean => isOn(held) && held.name !== 'OWNERSHIP';
    if (currentGrants === null && role.privileges.some(isDependent)) throw dependentGrant(role.name);
    const stays = (held: Privilege): boolean => !isOn(held) || (currentGrants === 'copy' && held.name !== 'OWNERSHIP');
    return [{ ...role, privileges: role.privileges.filter(stays) }];
  });
}

function dependentGrant(role: string): SnowflakeError {
  return new SnowflakeError(
    '099999',
    '42501',
    `SQL execution error: Dependent grants to role '${printName(role)}' exist. They must be revoked or copied first.`,
  );
}

/** The objects that a grant is on, as full names; an object that is not there is an error. */
function securedOf(context: StatementContext, { kind, which, name }: GrantTarget): readonly Secured[] {
  const { session, account } = context;
  const { objects } = account.catalog;
  if (which !== 'one') {
    const place = resolveSchemaName(session, name, 'GRANT');
    requireSchema(session, account.catalog, place);
    const path = [place.database, place.schema];
    if (which === 'future') return [{ kind, path }];
    if (kind !== 'table' && kind !== 'view' && kind !== 'stage') return [];
    const inside = objects.all(kind).filter(({ database, schema }) => database === path[0] && schema === path[1]);
    return inside.map((object) => ({ kind, path: [...path, object.name] }));
  }
  const own = name.at(-1) ?? '';
  switch (kind) {
    case 'account':
      return [{ kind, path: [] }];
    case 'warehouse':
    case 'database':
      if (objects.find(kind, { name: own }) === undefined)
        throw missingObject(kind === 'warehouse' ? 'Warehouse' : 'Database', printName(own));
      return [{ kind, path: [own] }];
    case 'schema': {
      const place = resolveSchemaName(session, name, 'GRANT');
      requireSchema(session, account.catalog, place);
      return [{ kind, path: [place.database, place.schema] }];
    }
    case 'table':
    case 'view': {
      const { database, schema, kind: found } = requireReadable(session, account.catalog, name, 'GRANT');
      return [{ kind: found, path: [database, schema, own] }];
    }
    case 'stage': {
      const { database, schema } = requireStage(session, account.catalog, name, 'GRANT');
      return [{ kind, path: [database, schema, own] }];
    }
  }
}

function isSameGrant(a: Privilege, b: Privilege): boolean {
  return a.name === b.name && a.future === b.future && isSame(a, b);
}

function requireRole({ account }: StatementContext, name: string): RoleObject {
  const role = account.catalog.objects.find('role', { name });
  if (role === undefined) throw missingObject('Role', printName(name));
  return role;
}

function requireUser(context: StatementContext, name: string): UserObject {
  const user = findUser(context, name);
  if (user === undefined) throw missingObject('User', printName(name));
  return user;
}

/** The user of the session is there without CREATE USER. */
function findUser({ account, session }: StatementContext, name: string): UserObject | undefined {
  return account.catalog.objects.find('user', { name }) ?? (name === session.user ? newUser(name, {}) : undefined);
}

function newUser(name: string, properties: Readonly<Record<string, string>>): UserObject {
  return {
    ...NOWHERE,
    kind: 'user',
    name,
    comment: properties.COMMENT ?? '',
    createdOn: new Date(),
    properties,
    roles: [],
  };
}

async function put(context: StatementContext, ...objects: readonly (RoleObject | UserObject)[]): Promise<void> {
  await applyChange(context, { put: objects });
}
