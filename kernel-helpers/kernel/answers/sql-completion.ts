import type { SqlCatalog } from './sql-catalog';
import { asWritten, hasColumnsOf, mentionedTables, type NameAtCursor, nameAtEnd } from './sql-scope';
import type { SqlTemplate } from './sql-template';

interface Candidate {
  readonly name: string;
  /** `table`, or the type of a column. */
  readonly type: string;
}

export interface SqlMatches {
  /** How many characters around the cursor the matches replace. */
  readonly typedBefore: number;
  readonly typedAfter: number;
  readonly matches: readonly { readonly text: string; readonly type: string }[];
}

/** Completes the name of a table or a column, from metadata alone. */
export async function completeSql({ text, position }: SqlTemplate, catalog: SqlCatalog): Promise<SqlMatches> {
  const name = nameAtEnd(text.slice(0, position));
  if (!name) return { typedBefore: 0, typedAfter: 0, matches: [] };
  const candidates = await (name.isTable ? tables(catalog, name) : columns(catalog, name, text));
  const { typed } = name;
  const isQuoted = typed.startsWith('"');
  return {
    typedBefore: typed.length,
    // An editor that closes quotes by itself has put one after the cursor.
    typedAfter: isQuoted && text[position] === '"' ? 1 : 0,
    matches: fitting(candidates, typed.replace(/^"/, '').replaceAll('""', '"')).map(([candidate, type]) => ({
      text: asWritten(candidate, isQuoted),
      type,
    })),
  };
}

/** Names that begin with what is typed, each once. Case is ignored, but those in the typed case come first. */
function fitting(candidates: readonly Candidate[], start: string): readonly (readonly [string, string])[] {
  const types = new Map(candidates.map(({ name, type }) => [name, type]));
  const all = [...types].filter(([name]) => name.toLowerCase().startsWith(start.toLowerCase()));
  const exact = all.filter(([name]) => name.startsWith(start));
  return [...exact, ...all.filter((one) => !exact.includes(one))];
}

async function tables(catalog: SqlCatalog, { qualifier }: NameAtCursor): Promise<readonly Candidate[]> {
  return (await catalog.tables(qualifier)).map(({ name }) => ({ name, type: 'table' }));
}

async function columns(catalog: SqlCatalog, { qualifier }: NameAtCursor, sql: string): Promise<readonly Candidate[]> {
  const meant = mentionedTables(sql).filter((table) => hasColumnsOf(table, qualifier));
  const lists = await Promise.all(meant.map(({ written }) => catalog.columns(written)));
  return lists.flat();
}
