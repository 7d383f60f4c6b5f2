import { UserError } from '../../errors';
import { isKeyword, isSymbol, type SqlToken, tokenize, withoutComments } from './tokens';

/** What a request to Snowflake is, read from its tokens: comments and parentheses before its first word do not count. */
export interface SqlRequest {
  /** Without the comments before it, and without what follows its last word. */
  readonly sqlText: string;
  readonly tokens: readonly SqlToken[];
  /** The first word in capitals: `SELECT`, `INSERT`; empty where there is none. */
  readonly verb: string;
}

const QUERIES = ['SELECT', 'WITH', 'VALUES'];
const READS_ONLY = new Set([...QUERIES, 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'LIST', 'LS', 'PUT', 'GET']);

/** Reads the one statement of a text; throws a UserError if there is none, or more than one. */
export function readStatement(sqlText: string): SqlRequest {
  const statements = splitStatements(sqlText);
  if (statements.length === 1) return statements[0];
  if (statements.length === 0) {
    throw new UserError('The SQL is empty: it holds no statement, or only comments. Write one, such as `select 1`.');
  }
  throw new UserError(
    `The SQL holds ${statements.length} statements, and Snowflake runs one at a time. ` +
      `Run each by itself; the second begins with "${beginningOf(statements[1].sqlText)}".`,
  );
}

/** Splits a text into its statements at semicolons; a block of Snowflake Scripting is one statement. */
export function splitStatements(sqlText: string): readonly SqlRequest[] {
  const tokens = withoutComments(tokenize(sqlText));
  const parts = isBlock(tokens) ? [tokens] : splitAt(tokens, ';');
  return parts.filter((part) => part.length > 0).map((part) => requestOf(sqlText, part));
}

/** True for a statement that answers with rows of tables. */
export function isQuery({ verb }: SqlRequest): boolean {
  return QUERIES.includes(verb);
}

/** PUT and GET, which the driver carries out itself. */
export function transfersFiles({ verb }: SqlRequest): boolean {
  return verb === 'PUT' || verb === 'GET';
}

/** True if the text may change which tables there are, their columns or their rows. */
export function mayChangeTables(sqlText: string): boolean {
  return splitStatements(sqlText)
    .flatMap(({ tokens }) => splitAt(tokens, '->>'))
    .some((step) => !READS_ONLY.has(verbOf(step)));
}

function requestOf(sqlText: string, tokens: readonly SqlToken[]): SqlRequest {
  const end = tokens[tokens.length - 1].end;
  return { sqlText: sqlText.slice(tokens[0].start, end), tokens, verb: verbOf(tokens) };
}

function verbOf(tokens: readonly SqlToken[]): string {
  const first = tokens.find((token) => !isSymbol(token, '('));
  if (first?.kind !== 'word') return '';
  // docs.snowflake.com, "CALL (with anonymous procedure)": WITH p AS PROCEDURE … CALL p().
  const callsProcedure = isKeyword(first, 'WITH') && isKeyword(tokens[2], 'AS') && isKeyword(tokens[3], 'PROCEDURE');
  return callsProcedure ? 'CALL' : first.text.toUpperCase();
}

/** Blocks hold semicolons of their own: DECLARE …, BEGIN … END, and CREATE PROCEDURE … AS BEGIN … END. */
function isBlock(tokens: readonly SqlToken[]): boolean {
  const [first, second] = tokens;
  if (isKeyword(first, 'DECLARE')) return true;
  if (isKeyword(first, 'BEGIN')) {
    return second !== undefined && !isSymbol(second, ';') && !isKeyword(second, 'TRANSACTION', 'WORK', 'NAME');
  }
  return (
    isKeyword(first, 'CREATE') &&
    tokens.some((token, index) => isKeyword(token, 'AS') && isKeyword(tokens[index + 1], 'BEGIN', 'DECLARE'))
  );
}

function splitAt(tokens: readonly SqlToken[], symbol: string): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (isSymbol(token, symbol)) parts.push([]);
    else parts[parts.length - 1].push(token);
  }
  return parts;
}

function beginningOf(sqlText: string): string {
  const line = sqlText.replace(/\s+/g, ' ');
  return line.length <= 40 ? line : `${line.slice(0, 40)}…`;
}
