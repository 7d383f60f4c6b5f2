import { quoteText } from '../identifiers';
import { unsupported } from '../snowflake-error';
import { parseAssignments } from './parse-assignments';
import { parseColumnType } from './parse-column-type';
import { parseFileFormat } from './parse-files';
import { parseCreateRole, parseCreateUser } from './parse-rights';
import type { ColumnDefinition, CreateTable, IfTaken, QueryColumn, Statement, TableKind } from './statement';
import type { TokenReader } from './token-reader';

/** CREATE [OR REPLACE] [TEMPORARY|TRANSIENT] WAREHOUSE | DATABASE | SCHEMA | TABLE | VIEW | STAGE. */
export function parseCreate(reader: TokenReader): Statement {
  reader.expect('CREATE');
  const orReplace = reader.skip('OR', 'REPLACE');
  const scope = reader.skip('LOCAL') || reader.skip('GLOBAL');
  const temporary = reader.skip('TEMPORARY') || reader.skip('TEMP') || reader.skip('VOLATILE');
  if (scope && !temporary) reader.fail();
  const transient = reader.skip('TRANSIENT');
  const object = reader.word();
  const ifNotExists = reader.skipIf('NOT', 'EXISTS');
  const taken: IfTaken = { orReplace, ifNotExists };
  switch (object) {
    case 'WAREHOUSE':
      return { kind: 'create warehouse', name: reader.path(), properties: parseWarehouseProperties(reader), ...taken };
    case 'DATABASE':
    case 'SCHEMA': {
      const kind = object === 'DATABASE' ? 'create database' : 'create schema';
      return { kind, name: reader.path(), transient, comment: parseContainerOptions(reader), ...taken };
    }
    case 'TABLE':
      return parseCreateTable(reader, taken, temporary ? 'TEMPORARY' : transient ? 'TRANSIENT' : 'TABLE');
    case 'VIEW':
      // A temporary view would need a place of its own in the session.
      if (temporary) throw unsupported('CREATE TEMPORARY VIEW');
      return parseCreateView(reader, taken);
    case 'STAGE':
      return parseCreateStage(reader, taken, temporary);
    case 'ROLE':
      return parseCreateRole(reader, taken);
    case 'USER':
      return parseCreateUser(reader, taken);
    default:
      throw unsupported(`CREATE ${object}`);
  }
}

/** DROP of the same objects; CASCADE is what Snowflake does anyway, RESTRICT is refused. */
export function parseDrop(reader: TokenReader): Statement {
  reader.expect('DROP');
  const word = reader.word();
  const object = DROPPABLE.find((name) => name.toUpperCase() === word);
  if (object === undefined) throw unsupported(`DROP ${word}`);
  const ifExists = reader.skipIf('EXISTS');
  const name = reader.path();
  reader.skip('CASCADE');
  if (reader.sees('RESTRICT')) throw unsupported('DROP … RESTRICT');
  reader.expectEnd();
  return { kind: 'drop', object, name, ifExists };
}

const DROPPABLE = ['warehouse', 'database', 'schema', 'table', 'view', 'stage', 'role', 'user'] as const;

const WAREHOUSE_PROPERTIES = new Set(
  (
    'WAREHOUSE_TYPE WAREHOUSE_SIZE MAX_CLUSTER_COUNT MIN_CLUSTER_COUNT SCALING_POLICY AUTO_SUSPEND AUTO_RESUME ' +
    'INITIALLY_SUSPENDED COMMENT ENABLE_QUERY_ACCELERATION MAX_CONCURRENCY_LEVEL ' +
    'STATEMENT_QUEUED_TIMEOUT_IN_SECONDS STATEMENT_TIMEOUT_IN_SECONDS'
  ).split(' '),
);

function parseWarehouseProperties(reader: TokenReader): ReadonlyMap<string, string> {
  reader.skip('WITH');
  return parseAssignments(reader, WAREHOUSE_PROPERTIES, 'CREATE WAREHOUSE');
}

const CONTAINER_OPTIONS = new Set(['COMMENT', 'DATA_RETENTION_TIME_IN_DAYS', 'MAX_DATA_EXTENSION_TIME_IN_DAYS']);

function parseContainerOptions(reader: TokenReader): string {
  return parseAssignments(reader, CONTAINER_OPTIONS, 'CREATE').get('COMMENT') ?? '';
}

function parseCreateTable(reader: TokenReader, taken: IfTaken, tableKind: TableKind): CreateTable {
  const base = { kind: 'create table', name: reader.path(), tableKind, ...taken } as const;
  if (reader.skip('LIKE')) {
    const like = reader.path();
    reader.expectEnd();
    return { ...base, from: { like }, comment: '', copyGrants: false };
  }
  if (reader.sees('CLONE')) throw unsupported('CREATE TABLE … CLONE');
  const list = reader.sees('(') ? reader.group() : undefined;
  const { comment, copyGrants } = parseTableOptions(reader);
  if (reader.skip('AS')) {
    const named = list === undefined ? null : parseQueryColumns(list);
    return { ...base, from: { query: reader.rest, named }, comment, copyGrants };
  }
  reader.expectEnd();
  if (list === undefined) reader.fail();
  return { ...base, from: { columns: parseColumns(list) }, comment, copyGrants };
}

/** The columns of CREATE TABLE … AS: names alone, or names with types and options. */
function parseQueryColumns(list: TokenReader): readonly QueryColumn[] {
  return list.peek(1) === undefined || list.peek(1)?.value === ','
    ? list.list((names) => ({ name: names.identifier(), declared: null }))
    : parseColumns(list).map((declared) => ({ name: declared.name, declared }));
}

function parseTableOptions(reader: TokenReader): Pick<CreateTable, 'comment' | 'copyGrants'> {
  let comment = '';
  let copyGrants = false;
  while (!reader.ended && !reader.sees('AS')) {
    if (reader.skip('COPY', 'GRANTS')) {
      copyGrants = true;
      continue;
    }
    const name = reader.word();
    if (!CONTAINER_OPTIONS.has(name)) throw unsupported(`CREATE TABLE … ${name}`);
    reader.expect('=');
    const value = reader.literal();
    if (name === 'COMMENT') comment = value;
  }
  return { comment, copyGrants };
}

function parseColumns(list: TokenReader): readonly ColumnDefinition[] {
  const columns: ColumnDefinition[] = [];
  const keys = new Set<string>();
  do {
    if (list.skip('PRIMARY', 'KEY'))
      for (const name of list.group().list((names) => names.identifier())) keys.add(name);
    else if (list.sees('CONSTRAINT') || list.sees('FOREIGN') || list.sees('UNIQUE'))
      throw unsupported('a table constraint');
    else columns.push(parseColumn(list));
  } while (list.skip(','));
  list.expectEnd();
  return columns.map((column) => (keys.has(column.name) ? { ...column, primaryKey: true, nullable: false } : column));
}

function parseColumn(list: TokenReader): ColumnDefinition {
  let column: ColumnDefinition = {
    name: list.identifier(),
    type: parseColumnType(list),
    nullable: true,
    defaultSql: null,
    defaultText: null,
    primaryKey: false,
    unique: false,
    comment: null,
  };
  while (!list.ended && !list.sees(',')) column = { ...column, ...parseColumnOption(list) };
  return column;
}

function parseColumnOption(list: TokenReader): Partial<ColumnDefinition> {
  if (list.skip('NOT', 'NULL')) return { nullable: false };
  if (list.skip('NULL')) return { nullable: true };
  if (list.skip('PRIMARY', 'KEY')) return { primaryKey: true, nullable: false };
  if (list.skip('UNIQUE')) return { unique: true };
  if (list.skip('COMMENT')) return { comment: list.string() };
  if (list.skip('DEFAULT')) return parseDefault(list);
  const next = list.peek();
  if (next?.kind === 'word') throw unsupported(`column option ${next.value.toUpperCase()}`);
  return list.fail();
}

/** Literals only; Snowflake also takes expressions and sequences. */
function parseDefault(list: TokenReader): Partial<ColumnDefinition> {
  const token = list.peek();
  if (token?.kind === 'string') {
    const text = quoteText(list.string());
    return { defaultSql: text, defaultText: text };
  }
  const literal = list.literal().toUpperCase();
  if (!/^(-?[\d.]+(E[+-]?\d+)?|TRUE|FALSE|NULL)$/.test(literal) || list.sees('('))
    throw unsupported(`DEFAULT ${literal} (only literals)`);
  return { defaultSql: literal, defaultText: literal };
}

/** [( column, … )] [COPY GRANTS] [COMMENT = '…'] AS query: https://docs.snowflake.com/en/sql-reference/sql/create-view */
function parseCreateView(reader: TokenReader, taken: IfTaken): Statement {
  const name = reader.path();
  const columnNames = reader.sees('(') ? reader.group().list((names) => names.identifier()) : null;
  reader.skip('COPY', 'GRANTS');
  let comment = '';
  if (reader.skip('COMMENT')) {
    reader.expect('=');
    comment = reader.string();
  }
  const option = reader.peek();
  if (!reader.sees('AS') && option?.kind === 'word') throw unsupported(`CREATE VIEW … ${option.value.toUpperCase()}`);
  reader.expect('AS');
  return { kind: 'create view', name, columnNames, query: reader.rest, comment, text: reader.source, ...taken };
}

function parseCreateStage(reader: TokenReader, taken: IfTaken, temporary: boolean): Statement {
  const name = reader.path();
  let fileFormat = null;
  let comment = '';
  while (!reader.ended) {
    const option = reader.word();
    reader.expect('=');
    if (option === 'FILE_FORMAT') fileFormat = parseFileFormat(reader);
    else if (option === 'COMMENT') comment = reader.string();
    else if (option === 'ENCRYPTION' || option === 'DIRECTORY') reader.group();
    else throw unsupported(`CREATE STAGE … ${option}`);
  }
  return { kind: 'create stage', name, temporary, fileFormat, comment, ...taken };
}
