/** One piece of SQL text. Between two tokens there are only blanks. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'text' | 'dollars' | 'number' | 'bind' | 'stage' | 'file' | 'symbol' | 'comment';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// Snowflake's lexical rules: docs.snowflake.com, "String & binary data types" (escape sequences, dollar-quoted constants),
// "Identifier requirements", and "Comments" of the SQL reference. Texts, names and comments may be unfinished at the end.
const PATTERNS: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['comment', /--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['file', /file:\/\/[^\s;]+/iy],
  ['stage', /@(?:"(?:[^"]|"")*"|[^\s;,)'"])+/y],
  ['dollars', /\$\$[\s\S]*?(?:\$\$|$)/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ['bind', /\?/y],
  ['symbol', /->>|::|=>|<>|!=|<=|>=|\|\||[\s\S]/y],
];

/** Splits SQL into all its tokens, comments too. Any text is accepted, as completion sees half-written statements. */
export function tokenize(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = skipBlanks(sql, 0);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = skipBlanks(sql, token.end);
  }
  return tokens;
}

/** The tokens that mean something to Snowflake. */
export function withoutComments(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens.filter(({ kind }) => kind !== 'comment');
}

/** True for one of these keywords, which are given in capitals. */
export function isKeyword(token: SqlToken | undefined, ...keywords: readonly string[]): boolean {
  return token?.kind === 'word' && keywords.includes(token.text.toUpperCase());
}

export function isSymbol(token: SqlToken | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}

/** A word or a name in double quotes. */
export function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

/** True for a token that is not closed yet, so that any text after it would become part of it. */
export function isOpen({ kind, text }: SqlToken): boolean {
  switch (kind) {
    case 'comment':
      return !text.startsWith('/*') || text.length < 4 || !text.endsWith('*/');
    case 'text':
    case 'quoted':
      return endOfQuoted(text, 0) === undefined;
    case 'dollars':
      return text.length < 4 || !text.endsWith('$$');
    case 'stage':
    case 'file':
      return true;
    default:
      return false;
  }
}

/** The content of a text token; undefined for any other token. */
export function textOf(token: SqlToken | undefined): string | undefined {
  if (token?.kind === 'dollars') return token.text.slice(2, -2);
  if (token?.kind !== 'text') return undefined;
  return token.text.slice(1, -1).replace(/''|\\([\s\S])/g, (_, escaped: string | undefined) => escaped ?? "'");
}

function tokenAt(sql: string, start: number): SqlToken {
  const quoted = sql[start] === "'" ? 'text' : sql[start] === '"' ? 'quoted' : undefined;
  if (quoted !== undefined) {
    const end = endOfQuoted(sql, start) ?? sql.length;
    return { kind: quoted, text: sql.slice(start, end), start, end };
  }
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return { kind: 'symbol', text: sql[start], start, end: start + 1 };
}

/** Where the text or name at `start` ends, after its closing quote; undefined where it has none. */
function endOfQuoted(sql: string, start: number): number | undefined {
  const quote = sql[start];
  // Each search begins anew, because one pattern for a long text needs more stack than there is.
  const next = quote === "'" ? /['\\]/g : /"/g;
  next.lastIndex = start + 1;
  for (let found = next.exec(sql); found !== null; found = next.exec(sql)) {
    // Two quotes stand for one, and a backslash belongs to what follows it.
    if (found[0] === quote && sql[found.index + 1] !== quote) return found.index + 1;
    next.lastIndex = found.index + 2;
  }
  return undefined;
}

function skipBlanks(sql: string, from: number): number {
  let at = from;
  while (at < sql.length && /\s/.test(sql[at])) at += 1;
  return at;
}
