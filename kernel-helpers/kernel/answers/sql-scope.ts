import { foldWritten, quoteIdentifier, writeName } from 'kernel-helpers/snowflake/statement/identifiers';
import { isName, isOpen, type SqlToken, tokenize, withoutComments } from 'kernel-helpers/snowflake/statement/tokens';

/** A table as a statement names it. */
export interface MentionedTable {
  /** As it is written: `houses`, `db.schema."House Prices"`. */
  readonly written: string;
  /** The part before its last dot, as written; empty without a dot. */
  readonly schema: string;
  /** The table's own name, folded. */
  readonly name: string;
  /** The name that columns may have before them, folded; the alias, if there is one. */
  readonly qualifier: string;
}

/** The name at the cursor, as far as it is written. */
export interface NameAtCursor {
  /** The part before its last dot, as written; empty without a dot. */
  readonly qualifier: string;
  /** With its opening quote, if it has one. */
  readonly typed: string;
  /** True where SQL wants a table, false where it wants an expression. */
  readonly isTable: boolean;
}

const BEFORE_TABLE = /^(?:from|join|into|update|table|describe)$/i;

/** Words that may follow a table's name but are not its alias. */
const NO_ALIAS =
  /^(?:where|join|on|group|order|limit|inner|left|right|full|cross|natural|lateral|set|values|select|using|qualify|having|union|sample|tablesample|pivot|unpivot|window|fetch|offset|minus|except|intersect|as)$/i;

/** A name as people write it: Snowflake keeps unquoted names in upper case, and people write them in lower case. */
export function asWritten(name: string, quoted: boolean): string {
  const written = quoted ? quoteIdentifier(name) : writeName(name);
  return written.startsWith('"') ? written : written.toLowerCase();
}

/** The tables that a statement names, each with the qualifier that its columns may have. */
export function mentionedTables(sql: string): readonly MentionedTable[] {
  const tokens = withoutComments(tokenize(sql));
  const tables: MentionedTable[] = [];
  for (const [index, { text }] of tokens.entries()) {
    if (!BEFORE_TABLE.test(text)) continue;
    let at = index + 1;
    do {
      const table = readTable(tokens, at);
      if (!table) break;
      tables.push(table.mentioned);
      at = table.next + 1;
    } while (tokens[at - 1]?.text === ',');
  }
  return tables;
}

/** Whether a column with this qualifier can be the table's: `houses`, `schema.houses`, an alias, or no qualifier. */
export function hasColumnsOf(table: MentionedTable, qualifier: string): boolean {
  const last = /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(qualifier)?.[0];
  return last === undefined || table.qualifier === foldWritten(last);
}

/** The name that is being written at the end of the SQL; undefined inside a string or a comment. */
export function nameAtEnd(before: string): NameAtCursor | undefined {
  const all = tokenize(before);
  const end = all.at(-1);
  if (end?.end === before.length && end.kind !== 'quoted' && isOpen(end)) return undefined;
  const tokens = withoutComments(all);
  const last = tokens.at(-1);
  // A word, or a quoted name that is not closed yet.
  const isTyping = last?.end === before.length && (last.kind === 'word' || (last.kind === 'quoted' && isOpen(last)));
  let at = isTyping ? tokens.length - 1 : tokens.length;
  const nameEnd = at;
  while (tokens[at - 1]?.text === '.' && isName(tokens[at - 2])) at -= 2;
  const qualifier = tokens.slice(at, Math.max(at, nameEnd - 1)).map(({ text }) => text);
  return { qualifier: qualifier.join(''), typed: isTyping ? last.text : '', isTable: wantsTable(tokens.slice(0, at)) };
}

/** The name around a position, with the part before its last dot; undefined when there is no name. */
export function nameAround(sql: string, position: number): (NameAtCursor & { readonly name: string }) | undefined {
  const word = withoutComments(tokenize(sql)).find(
    (token) => isName(token) && token.start <= position && position <= token.end,
  );
  const before = word && nameAtEnd(sql.slice(0, word.start));
  return word && before && { ...before, name: foldWritten(word.text) };
}

/** Reads a table's name and its alias from `start` on; undefined when there is no name, or a function's. */
function readTable(tokens: readonly SqlToken[], start: number) {
  let at = start;
  if (!isName(tokens[at])) return undefined;
  while (tokens[at + 1]?.text === '.' && isName(tokens[at + 2])) at += 2;
  if (tokens[at + 1]?.text === '(') return undefined;
  const written = tokens.slice(start, at + 1).map(({ text }) => text);
  const name = foldWritten(written.at(-1) ?? '');
  let next = at + 1;
  if (/^as$/i.test(tokens[next]?.text ?? '')) next += 1;
  const alias = tokens[next];
  const hasAlias = isName(alias) && !NO_ALIAS.test(alias.text);
  const qualifier = hasAlias ? foldWritten(alias.text) : name;
  const schema = written.slice(0, -2).join('');
  return { mentioned: { written: written.join(''), schema, name, qualifier }, next: hasAlias ? next + 1 : next };
}

/** True after `from` and similar words, and after a comma in the list of `from`. */
function wantsTable(before: readonly SqlToken[]): boolean {
  const last = before.at(-1)?.text ?? '';
  if (last !== ',') return BEFORE_TABLE.test(last);
  let at = before.length - 1;
  while (at > 0 && isPartOfList(before[at])) at -= 1;
  return /^from$/i.test(before[at]?.text ?? '');
}

/** Part of `a as x, b.c y`. */
function isPartOfList(token: SqlToken): boolean {
  const { text } = token;
  return /^(?:[,.]|as)$/i.test(text) || (isName(token) && !NO_ALIAS.test(text) && !/^from$/i.test(text));
}
