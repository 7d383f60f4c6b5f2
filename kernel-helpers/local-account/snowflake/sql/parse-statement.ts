import { SnowflakeError, unsupported } from '../snowflake-error';
import { deleteWhereExists } from './delete-using';
import { parseCreate, parseDrop } from './parse-definition';
import { parseExplain } from './parse-explain';
import { parseCopy, parseList, parsePut, parseRemove } from './parse-files';
import { parseResultScan, selectsResult } from './parse-result-scan';
import { parseGrant, parseRevoke } from './parse-rights';
import { parseAlter, parseDescribe, parseShow, parseUse } from './parse-session-statement';
import { parseWait, selectsWait } from './parse-wait';
import type { Statement } from './statement';
import { TokenReader } from './token-reader';

/**
 * Decides what a request asks for, before anything else reads it.
 *
 * Throws Snowflake's "Unsupported feature" for every statement outside the closed list, and its syntax error for text
 * that starts no statement at all.
 */
export function parseStatement(text: string): Statement {
  const readers = TokenReader.ofRequest(text);
  const [reader] = readers;
  if (reader === undefined) throw new SnowflakeError('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
  if (readers.length > 1 && !startsBlock(reader))
    throw new SnowflakeError(
      '000008',
      '0A000',
      `Actual statement count ${readers.length} did not match the desired statement count 1.`,
    );
  return parseOne(reader);
}

/** A Snowflake Scripting block holds semicolons; it is refused as what it is. */
function startsBlock(reader: TokenReader): boolean {
  return (
    reader.sees('DECLARE') ||
    (reader.sees('BEGIN') && reader.peek(1) !== undefined && !reader.sees('BEGIN', 'TRANSACTION'))
  );
}

function parseOne(reader: TokenReader): Statement {
  if (selectsWait(reader)) return parseWait(reader);
  if (selectsResult(reader)) return parseResultScan(reader);
  for (const [keyword, parse] of STATEMENTS) if (reader.sees(keyword)) return parse(reader);
  const first = reader.peek();
  if (first?.kind !== 'word' || !REAL_SNOWFLAKE_STARTS.has(first.value.toUpperCase())) reader.fail();
  throw unsupported(firstWords(reader));
}

const STATEMENTS: readonly (readonly [string, (reader: TokenReader) => Statement])[] = [
  ['SELECT', (reader) => ({ kind: 'query', sql: reader.source })],
  ['WITH', (reader) => ({ kind: 'query', sql: reader.source })],
  ['(', (reader) => ({ kind: 'query', sql: reader.source })],
  ['INSERT', (reader) => ({ kind: 'insert', sql: reader.source })],
  ['UPDATE', (reader) => ({ kind: 'update', sql: reader.source })],
  ['DELETE', (reader) => ({ kind: 'delete', sql: deleteWhereExists(reader.source) })],
  ['TRUNCATE', parseTruncate],
  ['BEGIN', parseBegin],
  ['START', parseBegin],
  ['COMMIT', parseEnd],
  ['ROLLBACK', parseEnd],
  ['CREATE', parseCreate],
  ['DROP', parseDrop],
  ['COMMENT', parseComment],
  ['USE', parseUse],
  ['SHOW', parseShow],
  ['DESCRIBE', parseDescribe],
  ['DESC', parseDescribe],
  ['ALTER', parseAlter],
  ['PUT', parsePut],
  ['LIST', parseList],
  ['LS', parseList],
  ['REMOVE', parseRemove],
  ['RM', parseRemove],
  ['COPY', parseCopy],
  ['CALL', parseWait],
  ['EXPLAIN', parseExplain],
  ['GRANT', parseGrant],
  ['REVOKE', parseRevoke],
];

/** First words of statements that Snowflake has and this account has not; any other first word is a syntax error. */
const REAL_SNOWFLAKE_STARTS = new Set('DECLARE EXECUTE GET MERGE SET UNDROP UNSET'.split(' '));

function firstWords(reader: TokenReader): string {
  const words = [reader.peek(0), reader.peek(1)].filter((token) => token?.kind === 'word');
  return words.map((token) => token?.value.toUpperCase()).join(' ');
}

function parseTruncate(reader: TokenReader): Statement {
  reader.expect('TRUNCATE');
  reader.skip('TABLE');
  const ifExists = reader.skipIf('EXISTS');
  const table = reader.path();
  reader.expectEnd();
  return { kind: 'truncate', table, ifExists };
}

/** COMMENT [IF EXISTS] ON TABLE name IS 'text'. */
function parseComment(reader: TokenReader): Statement {
  reader.expect('COMMENT');
  const ifExists = reader.skipIf('EXISTS');
  reader.expect('ON');
  const object = reader.word();
  if (object !== 'TABLE') throw unsupported(`COMMENT ON ${object}`);
  const table = reader.path();
  reader.expect('IS');
  const comment = reader.string();
  reader.expectEnd();
  return { kind: 'comment', table, comment, ifExists };
}

function parseBegin(reader: TokenReader): Statement {
  if (!reader.skip('START', 'TRANSACTION')) {
    reader.expect('BEGIN');
    if (!reader.skip('TRANSACTION')) reader.skip('WORK');
  }
  if (reader.skip('NAME')) reader.identifier();
  if (!reader.ended) throw unsupported('BEGIN … END (Snowflake Scripting)');
  return { kind: 'begin' };
}

function parseEnd(reader: TokenReader): Statement {
  const kind = reader.word() === 'COMMIT' ? 'commit' : 'rollback';
  reader.skip('WORK');
  reader.expectEnd();
  return { kind };
}
