import { unsupported } from '../snowflake-error';
import { parseAlterUser } from './parse-rights';
import type { NamePath, ShowObjects, ShowScope, Statement } from './statement';
import type { TokenReader } from './token-reader';

/** USE [WAREHOUSE | DATABASE | SCHEMA | ROLE] name, USE SECONDARY ROLES. */
export function parseUse(reader: TokenReader): Statement {
  reader.expect('USE');
  if (reader.skip('SECONDARY', 'ROLES')) {
    reader.word();
    reader.expectEnd();
    return { kind: 'use secondary roles' };
  }
  for (const object of ['warehouse', 'database', 'schema', 'role'] as const)
    if (reader.sees(object.toUpperCase()) && reader.peek(1) !== undefined && !reader.sees(object.toUpperCase(), '.')) {
      reader.word();
      return useOf(reader, object);
    }
  const name = reader.path();
  reader.expectEnd();
  return { kind: 'use', object: name.length === 1 ? 'database' : 'schema', name };
}

function useOf(reader: TokenReader, object: 'warehouse' | 'database' | 'schema' | 'role'): Statement {
  const name = reader.path();
  reader.expectEnd();
  return { kind: 'use', object, name };
}

const SHOWN = [
  'warehouses',
  'roles',
  'databases',
  'schemas',
  'tables',
  'views',
  'objects',
  'columns',
  'stages',
  'parameters',
] as const;

/** SHOW [TERSE] … [LIKE '…'] [IN …] [STARTS WITH '…'] [LIMIT n [FROM '…']]. */
export function parseShow(reader: TokenReader): Statement {
  reader.expect('SHOW');
  if (reader.skip('GRANTS')) return parseShowGrants(reader);
  const terse = reader.skip('TERSE');
  const word = reader.word();
  const what = SHOWN.find((name) => name.toUpperCase() === word);
  if (what === undefined) throw unsupported(`SHOW ${word}`);
  if (reader.sees('HISTORY')) throw unsupported(`SHOW ${word} HISTORY`);
  const like = reader.skip('LIKE') ? reader.string() : null;
  const scope = parseScope(reader, what);
  const startsWith = reader.skip('STARTS', 'WITH') ? reader.string() : null;
  const limit = reader.skip('LIMIT') ? Number(reader.literal()) : null;
  const from = limit !== null && reader.skip('FROM') ? reader.string() : null;
  reader.expectEnd();
  return { kind: 'show', what, terse, like, scope, startsWith, limit, from };
}

/** SHOW GRANTS [TO USER name]; grants on objects and to roles are refused. */
function parseShowGrants(reader: TokenReader): Statement {
  if (!reader.ended && !reader.sees('TO', 'USER')) throw unsupported(`SHOW GRANTS ${reader.rest.toUpperCase()}`);
  const user = reader.skip('TO', 'USER') ? reader.identifier() : undefined;
  reader.expectEnd();
  return { kind: 'show grants', user };
}

function parseScope(reader: TokenReader, what: ShowObjects['what']): ShowScope {
  if (!reader.skip('IN') && !reader.skip('FOR')) return { in: 'default' };
  if (reader.skip('ACCOUNT')) return { in: 'account' };
  if (reader.skip('SESSION')) return { in: 'default' };
  for (const place of ['database', 'schema', 'table', 'view'] as const)
    if (reader.skip(place.toUpperCase())) return { in: place, name: parseOptionalPath(reader) };
  const name = reader.path();
  if (what === 'columns') return { in: 'table', name };
  return { in: what === 'schemas' ? 'database' : 'schema', name };
}

function parseOptionalPath(reader: TokenReader): NamePath | null {
  return reader.ended || reader.sees('STARTS') || reader.sees('LIMIT') ? null : reader.path();
}

/** DESCRIBE TABLE or VIEW, and DESCRIBE of the other objects of the closed list. */
export function parseDescribe(reader: TokenReader): Statement {
  reader.word();
  const object = reader.word();
  switch (object) {
    case 'VIEW':
    case 'TABLE': {
      const name = reader.path();
      if (reader.skip('TYPE') && reader.skip('=') && reader.word() !== 'COLUMNS')
        throw unsupported('DESCRIBE TABLE … TYPE = STAGE');
      reader.expectEnd();
      return { kind: 'describe table', name };
    }
    case 'WAREHOUSE':
    case 'DATABASE':
    case 'SCHEMA':
    case 'STAGE': {
      const name = reader.path();
      reader.expectEnd();
      return { kind: 'describe object', object: DESCRIBED[object], name };
    }
    default:
      throw unsupported(`DESCRIBE ${object}`);
  }
}

const DESCRIBED = { WAREHOUSE: 'warehouse', DATABASE: 'database', SCHEMA: 'schema', STAGE: 'stage' } as const;

/** ALTER SESSION SET name = value …, ALTER SESSION UNSET name, …, ALTER WAREHOUSE; every other ALTER is refused. */
export function parseAlter(reader: TokenReader): Statement {
  reader.expect('ALTER');
  const object = reader.word();
  if (object === 'WAREHOUSE') return parseAlterWarehouse(reader);
  if (object === 'USER') return parseAlterUser(reader);
  if (object !== 'SESSION') throw unsupported(`ALTER ${object}`);
  return reader.skip('UNSET') ? parseUnset(reader) : parseSet(reader);
}

/** ALTER WAREHOUSE [IF EXISTS] [name] SUSPEND | RESUME [IF SUSPENDED]; without a name the session's own is meant. */
function parseAlterWarehouse(reader: TokenReader): Statement {
  const ifExists = reader.skipIf('EXISTS');
  const isNamed = !(reader.sees('SUSPEND') || reader.sees('RESUME')) || reader.peek(1)?.kind === 'word';
  const name = isNamed && !reader.sees('RESUME', 'IF') ? reader.identifier() : null;
  const action = reader.word();
  if (action !== 'SUSPEND' && action !== 'RESUME') throw unsupported(`ALTER WAREHOUSE … ${action}`);
  const ifSuspended = action === 'RESUME' && reader.skipIf('SUSPENDED');
  reader.expectEnd();
  return { kind: 'alter warehouse', name, ifExists, action: action === 'SUSPEND' ? 'suspend' : 'resume', ifSuspended };
}

function parseSet(reader: TokenReader): Statement {
  reader.expect('SET');
  const values = new Map<string, string>();
  do {
    const name = reader.word();
    reader.expect('=');
    values.set(name, reader.literal());
    reader.skip(',');
  } while (!reader.ended);
  return { kind: 'set parameters', values };
}

function parseUnset(reader: TokenReader): Statement {
  const names = [reader.word()];
  while (reader.skip(',')) names.push(reader.word());
  reader.expectEnd();
  return { kind: 'unset parameters', names };
}
