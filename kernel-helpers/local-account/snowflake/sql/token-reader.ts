import { foldIdentifier } from '../identifiers';
import { scan, syntaxErrorAt, type Token } from './scan';

/** Walks the words of one statement; every `take` that finds something else throws Snowflake's syntax error. */
export class TokenReader {
  private at = 0;

  private constructor(
    readonly text: string,
    private readonly tokens: readonly Token[],
    /** Where the text that this reader reads ends. */
    private readonly end = text.length,
  ) {}

  /** A reader for each statement of a request, split at semicolons; empty ones are left out. */
  static ofRequest(text: string): readonly TokenReader[] {
    const readers: TokenReader[] = [];
    let current: Token[] = [];
    for (const token of scan(text)) {
      if (token.kind === 'symbol' && token.value === ';') {
        if (current.length > 0) readers.push(new TokenReader(text, current));
        current = [];
      } else current.push(token);
    }
    if (current.length > 0) readers.push(new TokenReader(text, current));
    return readers;
  }

  /** The statement's source without what stands before and after it. */
  get source(): string {
    return this.text.slice(this.tokens[0]?.start ?? 0, this.tokens.at(-1)?.end ?? 0);
  }

  /** The source from the next word to the statement's end. */
  get rest(): string {
    return this.text.slice(this.peek()?.start ?? this.text.length, this.tokens.at(-1)?.end ?? 0);
  }

  get ended(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw syntaxErrorAt(this.text, this.end, this.endText);
    this.at += 1;
    return token;
  }

  /** True when the next words are exactly these keywords; nothing is taken. */
  sees(...keywords: readonly string[]): boolean {
    return keywords.every((keyword, index) => {
      const token = this.peek(index);
      return token !== undefined && isKeyword(token, keyword);
    });
  }

  /** Takes these keywords when they come next. */
  skip(...keywords: readonly string[]): boolean {
    if (!this.sees(...keywords)) return false;
    this.at += keywords.length;
    return true;
  }

  expect(...keywords: readonly string[]): void {
    for (const keyword of keywords) if (!this.skip(keyword)) this.fail();
  }

  expectEnd(): void {
    if (!this.ended) this.fail();
  }

  /** One identifier, folded as Snowflake folds it. */
  identifier(): string {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted') this.fail(token);
    return foldIdentifier(token.value, token.kind === 'quoted');
  }

  /** `a`, `a.b` or `a.b.c`. */
  path(): readonly string[] {
    const names = [this.identifier()];
    while (this.skip('.')) names.push(this.identifier());
    return names;
  }

  /** The next word in upper case. */
  word(): string {
    const token = this.next();
    if (token.kind !== 'word') this.fail(token);
    return token.value.toUpperCase();
  }

  /** A literal: string, signed number or bare word. */
  literal(): string {
    const sign = this.skip('-') ? '-' : '';
    const token = this.next();
    if (token.kind === 'symbol') this.fail(token);
    return sign + token.value;
  }

  string(): string {
    const token = this.next();
    if (token.kind !== 'string') this.fail(token);
    return token.value;
  }

  /** Takes `( … )`; a reader of what stands between the brackets. */
  group(): TokenReader {
    const open = this.next();
    if (open.value !== '(' || open.kind !== 'symbol') this.fail(open);
    const start = this.at;
    for (let depth = 1; depth > 0; ) {
      const token = this.next();
      if (token.kind !== 'symbol') continue;
      if (token.value === '(') depth += 1;
      if (token.value === ')') depth -= 1;
    }
    const end = this.tokens[this.at - 1]?.start ?? this.text.length;
    return new TokenReader(this.text, this.tokens.slice(start, this.at - 1), end);
  }

  /** Reads items with commas between them until the end. */
  list<T>(readItem: (reader: TokenReader) => T): readonly T[] {
    if (this.ended) return [];
    const items = [readItem(this)];
    while (this.skip(',')) items.push(readItem(this));
    this.expectEnd();
    return items;
  }

  private get endText(): string {
    return this.end < this.text.length ? this.text.slice(this.end, this.end + 1) : '<EOF>';
  }

  /** `IF EXISTS` / `IF NOT EXISTS`. */
  skipIf(...words: readonly string[]): boolean {
    return this.skip('IF', ...words);
  }

  fail(token: Token | undefined = this.peek()): never {
    throw syntaxErrorAt(this.text, token?.start ?? this.end, token?.value ?? this.endText);
  }
}

function isKeyword(token: Token, keyword: string): boolean {
  return (token.kind === 'word' || token.kind === 'symbol') && token.value.toUpperCase() === keyword;
}
