import { syntaxError } from '../snowflake-error';

/** One word of a statement; `text` is the source, `value` the meaning (unescaped string, folded-later identifier). */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'stage' | 'file' | 'bind';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

const BLANKS = /\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const FILE_URL = /file:\/\/[^\s;]+/iy;
const STAGE = /@(?:"(?:[^"]|"")*"|[^\s;,)'"])+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const QUOTED = /"(?:[^"]|"")*"/y;
const STRING = /'(?:[^'\\]|''|\\[\s\S])*'/y;
const DOLLARS = /\$\$[\s\S]*?\$\$/y;
const SYMBOL = /::|=>|<>|!=|<=|>=|\|\||[-+*/%(),.;=<>[\]{}:!^&|~$]/y;

/**
 * Splits one request into words by Snowflake's lexical rules, without judging them.
 *
 * Throws Snowflake's syntax error for an unfinished string or a character that no statement holds.
 */
export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const token = scanToken(text, at);
    tokens.push(token);
    at = skipBlanks(text, token.end);
  }
  return tokens;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (let blank = match(BLANKS, text, at); blank !== null; blank = match(BLANKS, text, at)) at += blank.length;
  return at;
}

function scanToken(text: string, start: number): Token {
  const take = (kind: Token['kind'], pattern: RegExp, meaning: (source: string) => string = (source) => source) => {
    const source = match(pattern, text, start);
    return source === null ? null : { kind, value: meaning(source), start, end: start + source.length };
  };
  const token =
    take('file', FILE_URL) ??
    take('stage', STAGE) ??
    take('word', WORD) ??
    take('number', NUMBER) ??
    take('quoted', QUOTED, (source) => source.slice(1, -1).replaceAll('""', '"')) ??
    take('string', STRING, (source) => unescapeString(source.slice(1, -1))) ??
    take('string', DOLLARS, (source) => source.slice(2, -2)) ??
    take('bind', /\?/y) ??
    take('symbol', SYMBOL);
  if (token === null) throw syntaxErrorAt(text, start, text.slice(start, start + 1));
  return token;
}

function unescapeString(body: string): string {
  return body.replace(/''|\\([\s\S])/g, (_whole, escaped: string | undefined) =>
    escaped === undefined ? "'" : (ESCAPES[escaped] ?? escaped),
  );
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** Snowflake's syntax error for the place `offset` of a statement. */
export function syntaxErrorAt(text: string, offset: number, unexpected: string): Error {
  const before = text.slice(0, offset).split('\n');
  return syntaxError(before.length, before.at(-1)?.length ?? 0, unexpected);
}
