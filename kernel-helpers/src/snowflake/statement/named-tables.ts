import { nameParts } from './identifiers';
import type { SqlRequest } from './read-statement';
import { TokenTree } from './token-tree';
import { isKeyword, isSymbol, textOf } from './tokens';

/** A table's name as a statement means it: one to three parts, folded. */
export type TableName = readonly string[];

/** The tables and views that a statement names. */
export interface NamedTables {
  /** Those whose rows it reads. */
  readonly reads: readonly TableName[];
  /** Those that it writes rows into. */
  readonly fills: readonly TableName[];
}

/** Words after which a comma does not separate tables any more. */
const AFTER_TABLES =
  'WHERE GROUP HAVING ORDER QUALIFY LIMIT FETCH SELECT UNION INTERSECT EXCEPT MINUS SET WHEN START CONNECT VALUES'.split(
    ' ',
  );

/** Finds the tables that a statement names. It cannot look into functions, stages and session variables. */
export function namedTables(request: SqlRequest, binds: readonly unknown[] = []): NamedTables {
  const reader = new NamedTablesReader(new TokenTree(request.tokens), binds);
  reader.readFills(request.verb);
  reader.readQuery(0, request.tokens.length, new Set());
  return { reads: unique(reader.reads), fills: unique(reader.fills) };
}

class NamedTablesReader {
  readonly reads: TableName[] = [];
  readonly fills: TableName[] = [];

  constructor(
    private readonly tree: TokenTree,
    private readonly binds: readonly unknown[],
  ) {}

  readFills(verb: string): void {
    const { tokens } = this.tree;
    if (verb === 'UPDATE') this.fillAt(1);
    if (['INSERT', 'MERGE', 'COPY'].includes(verb)) {
      for (const index of this.tree.level(0, tokens.length))
        if (isKeyword(tokens[index], 'INTO')) this.fillAt(index + 1);
    }
    const table = verb === 'CREATE' ? tokens.findIndex((token) => isKeyword(token, 'TABLE')) : -1;
    if (table < 0 || tokens.slice(0, table).some((token) => isKeyword(token, 'VIEW', 'AS') || isSymbol(token, '(')))
      return;
    const next = this.fillAt(isKeyword(tokens[table + 1], 'IF') ? table + 4 : table + 1);
    if (isKeyword(tokens[next], 'CLONE')) this.readSource(next + 1, new Set());
  }

  /** Reads tokens `from` to `to` of one level; names of common table expressions are not tables. */
  readQuery(from: number, to: number, outer: ReadonlySet<string>, inTables = false): void {
    const { tokens } = this.tree;
    let names = outer;
    let isAmongTables = inTables;
    let at = from;
    while (at < to) {
      const token = tokens[at];
      if (isKeyword(token, 'WITH')) [at, names] = this.readCommonTables(at, names);
      else if (isSymbol(token, '(')) at = this.readGroup(at, names);
      else if (this.wantsTable(at)) {
        isAmongTables = true;
        at = this.readSource(at + 1, names);
      } else if (isAmongTables && isSymbol(token, ',')) at = this.readSource(at + 1, names);
      else {
        if (isKeyword(token, ...AFTER_TABLES)) isAmongTables = false;
        at += 1;
      }
    }
  }

  /** True after FROM, JOIN, and the USING of MERGE and DELETE; not after `is distinct from` or the USING of a join. */
  private wantsTable(at: number): boolean {
    const { tokens } = this.tree;
    if (isKeyword(tokens[at], 'USING')) return !isSymbol(tokens[at + 1], '(');
    return isKeyword(tokens[at], 'FROM', 'JOIN') && !isKeyword(tokens[at - 1], 'DISTINCT');
  }

  /** WITH [RECURSIVE] name [(columns)] AS (query), …; returns where it ends, and the names that are known from there on. */
  private readCommonTables(start: number, outer: ReadonlySet<string>): [number, ReadonlySet<string>] {
    const { tokens } = this.tree;
    const isRecursive = isKeyword(tokens[start + 1], 'RECURSIVE');
    let names = outer;
    let at = isRecursive ? start + 2 : start + 1;
    for (;;) {
      const [name, afterName] = this.tree.nameAt(at);
      const as = isSymbol(tokens[afterName], '(') ? this.tree.endOfGroup(afterName) : afterName;
      if (name.length !== 1 || !isKeyword(tokens[as], 'AS') || !isSymbol(tokens[as + 1], '(')) return [at, names];
      const end = this.tree.endOfGroup(as + 1);
      const withItself = new Set([...names, name[0]]);
      // Snowflake does not ask for the word RECURSIVE; without UNION the name can only mean a table.
      const seesItself = isRecursive || tokens.slice(as, end).some((token) => isKeyword(token, 'UNION'));
      this.readQuery(as + 2, end - 1, seesItself ? withItself : names);
      names = withItself;
      if (!isSymbol(tokens[end], ',')) return [end, names];
      at = end + 1;
    }
  }

  /** Reads what stands in the place of a table; returns the position after it. */
  private readSource(start: number, names: ReadonlySet<string>): number {
    const { tokens } = this.tree;
    if (isKeyword(tokens[start], 'LATERAL')) return this.readSource(start + 1, names);
    if (isSymbol(tokens[start], '(')) return this.readGroup(start, names, true);
    const [name, next] = this.tree.nameAt(start);
    if (name.length === 0) return start;
    if (!isSymbol(tokens[next], '(')) {
      if (name.length > 1 || !names.has(name[0])) this.reads.push(name);
      return next;
    }
    // table('t') and identifier('t') name a table by a text.
    const named = isKeyword(tokens[start], 'TABLE', 'IDENTIFIER') ? this.nameInGroup(next) : undefined;
    if (named !== undefined) this.reads.push(named);
    else if (isKeyword(tokens[start], 'TABLE')) this.readSourceInTable(next, names);
    else this.readGroup(next, names);
    return this.tree.endOfGroup(next);
  }

  /** table(identifier('t')), or table(function(…)). */
  private readSourceInTable(open: number, names: ReadonlySet<string>): void {
    if (isKeyword(this.tree.tokens[open + 1], 'IDENTIFIER')) this.readSource(open + 1, names);
    else this.readGroup(open, names);
  }

  /** FROM names tables only in a query or a list of tables; in `extract(year from d)` it does not. */
  private readGroup(open: number, names: ReadonlySet<string>, isSource = false): number {
    const end = this.tree.endOfGroup(open);
    const level = this.tree.level(open + 1, end - 1);
    if (level.some((index) => isKeyword(this.tree.tokens[index], 'SELECT'))) this.readQuery(open + 1, end - 1, names);
    else if (isSource) this.readQuery(this.readSource(open + 1, names), end - 1, names, true);
    else for (const index of level) if (isSymbol(this.tree.tokens[index], '(')) this.readGroup(index, names);
    return end;
  }

  private fillAt(index: number): number {
    const [name, next] = this.tree.nameAt(index);
    const named = isKeyword(this.tree.tokens[index], 'IDENTIFIER') ? this.nameInGroup(next) : name;
    if (named !== undefined && named.length > 0) this.fills.push(named);
    return named === name ? next : this.tree.endOfGroup(next);
  }

  /** The name that stands in parentheses, as one text or one value. */
  private nameInGroup(open: number): TableName | undefined {
    if (!isSymbol(this.tree.tokens[open + 2], ')')) return undefined;
    const token = this.tree.tokens[open + 1];
    const text = token?.kind === 'bind' ? this.binds[this.tree.bindsBefore(open + 1)] : textOf(token);
    try {
      return typeof text === 'string' ? nameParts(text) : undefined;
    } catch {
      // Snowflake says what is wrong with the name.
      return undefined;
    }
  }
}

function unique(names: readonly TableName[]): readonly TableName[] {
  return [...new Map(names.map((name) => [JSON.stringify(name), name])).values()];
}
