import { PRIVILEGES, type SecuredKind } from '../catalog/privileges';
import { unsupported } from '../snowflake-error';
import { parseAssignments } from './parse-assignments';
import type { CreateRole, GrantTarget, IfTaken, Statement } from './statement';
import type { TokenReader } from './token-reader';

/** GRANT … ON … TO ROLE and GRANT ROLE … TO: https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
export function parseGrant(reader: TokenReader): Statement {
  reader.expect('GRANT');
  return parseRights(reader, 'grant', 'TO');
}

/** REVOKE … ON … FROM ROLE and REVOKE ROLE … FROM. */
export function parseRevoke(reader: TokenReader): Statement {
  reader.expect('REVOKE');
  if (reader.sees('GRANT')) throw unsupported('REVOKE GRANT OPTION');
  return parseRights(reader, 'revoke', 'FROM');
}

function parseRights(reader: TokenReader, action: 'grant' | 'revoke', preposition: 'TO' | 'FROM'): Statement {
  if (reader.sees('ROLE')) return parseRole(reader, action, preposition);
  if (reader.sees('DATABASE', 'ROLE') || reader.sees('APPLICATION')) throw unsupported(`GRANT ${reader.word()} ROLE`);
  const privileges = [parsePrivilege(reader)];
  while (reader.skip(',')) privileges.push(parsePrivilege(reader));
  reader.expect('ON');
  const target = parseTarget(reader);
  reader.expect(preposition);
  if (!reader.skip('ROLE') && (reader.sees('USER') || reader.sees('SHARE')))
    throw unsupported(`GRANT … TO ${reader.word()}`);
  const role = reader.identifier();
  const currentGrants = parseCurrentGrants(reader);
  if (reader.sees('WITH')) throw unsupported('GRANT … WITH GRANT OPTION');
  reader.expectEnd();
  const isAll = privileges.includes('ALL');
  const known: readonly string[] = PRIVILEGES[target.kind];
  const named = isAll ? known.filter((name) => name !== 'OWNERSHIP') : privileges;
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unsupported(`GRANT ${unknown} ON ${target.kind.toUpperCase()}`);
  return { kind: `${action} privileges`, privileges: named, target, role, currentGrants };
}

function parseCurrentGrants(reader: TokenReader): 'copy' | 'revoke' | null {
  if (reader.skip('COPY', 'CURRENT', 'GRANTS')) return 'copy';
  return reader.skip('REVOKE', 'CURRENT', 'GRANTS') ? 'revoke' : null;
}

/** `SELECT`, `CREATE TABLE`, `ALL [PRIVILEGES]`. */
function parsePrivilege(reader: TokenReader): string {
  if (reader.skip('ALL')) {
    reader.skip('PRIVILEGES');
    return 'ALL';
  }
  const words = [reader.word()];
  while (!reader.sees(',') && !reader.sees('ON')) words.push(reader.word());
  return words.join(' ');
}

const PLURALS: Readonly<Record<string, 'table' | 'view' | 'stage'>> = {
  TABLES: 'table',
  VIEWS: 'view',
  STAGES: 'stage',
};

function parseTarget(reader: TokenReader): GrantTarget {
  if (reader.skip('ACCOUNT')) return { kind: 'account', which: 'one', name: [] };
  const which = reader.skip('ALL') ? 'all' : reader.skip('FUTURE') ? 'future' : 'one';
  const word = reader.word();
  if (which !== 'one') {
    const kind = PLURALS[word];
    reader.expect('IN');
    if (kind === undefined || reader.sees('DATABASE'))
      throw unsupported(`GRANT … ON ${which.toUpperCase()} ${word} IN …`);
    reader.expect('SCHEMA');
    return { kind, which, name: reader.path() };
  }
  const kind = (Object.keys(PRIVILEGES) as SecuredKind[]).find((name) => name.toUpperCase() === word);
  if (kind === undefined) throw unsupported(`GRANT … ON ${word}`);
  return { kind, which, name: reader.path() };
}

function parseRole(reader: TokenReader, action: 'grant' | 'revoke', preposition: 'TO' | 'FROM'): Statement {
  reader.expect('ROLE');
  const role = reader.identifier();
  reader.expect(preposition);
  const to = reader.skip('USER') ? 'user' : 'role';
  if (to === 'role') reader.expect('ROLE');
  const name = reader.identifier();
  reader.expectEnd();
  return { kind: `${action} role`, role, to, name };
}

/** CREATE ROLE [IF NOT EXISTS] name [COMMENT = '…']. */
export function parseCreateRole(reader: TokenReader, taken: IfTaken): CreateRole {
  const name = reader.identifier();
  const comment = parseProperties(reader, new Set(['COMMENT']), 'CREATE ROLE').get('COMMENT') ?? '';
  return { kind: 'create role', name, comment, ...taken };
}

/** Without PASSWORD: the catalogue keeps no secret. */
const USER_PROPERTIES = new Set(
  (
    'TYPE LOGIN_NAME DISPLAY_NAME EMAIL COMMENT DISABLED DEFAULT_ROLE DEFAULT_WAREHOUSE DEFAULT_NAMESPACE ' +
    'DEFAULT_SECONDARY_ROLES RSA_PUBLIC_KEY RSA_PUBLIC_KEY_2 WORKLOAD_IDENTITY'
  ).split(' '),
);

/** CREATE USER [IF NOT EXISTS] name with properties. */
export function parseCreateUser(reader: TokenReader, taken: IfTaken): Statement {
  const name = reader.identifier();
  return { kind: 'create user', name, properties: parseProperties(reader, USER_PROPERTIES, 'CREATE USER'), ...taken };
}

/** ALTER USER [IF EXISTS] name SET property = value. */
export function parseAlterUser(reader: TokenReader): Statement {
  reader.skipIf('EXISTS');
  const name = reader.identifier();
  if (!reader.skip('SET')) throw unsupported(`ALTER USER … ${reader.word()}`);
  return { kind: 'alter user', name, properties: parseProperties(reader, USER_PROPERTIES, 'ALTER USER') };
}

/** `NAME = value`, where a value may be a path or stand in brackets. */
function parseProperties(
  reader: TokenReader,
  known: ReadonlySet<string>,
  statement: string,
): ReadonlyMap<string, string> {
  return parseAssignments(reader, known, statement, () => parseValue(reader));
}

function parseValue(reader: TokenReader): string {
  if (reader.sees('(')) return reader.group().rest;
  const parts = [reader.literal()];
  while (reader.skip('.')) parts.push(reader.literal());
  return parts.join('.');
}
