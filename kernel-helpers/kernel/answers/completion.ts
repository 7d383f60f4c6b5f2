import type { CellRunner } from '../cells/cell-runner';
import type { CompletedName } from '../language/cell-help';
import type { ColumnText } from '../language/column-text';
import { columnNames } from './column-names';
import { completeReply, type Match } from './complete-reply';

type Reply = Readonly<Record<string, unknown>>;

/** The content of `complete_reply` for TypeScript. */
export function completeCode(runner: CellRunner, code: string, cursor: number): Reply {
  const { start, end, entries, column } = runner.complete(code, cursor);
  const ofTable = column && completeColumn(runner, code, cursor, column);
  if (ofTable) return ofTable;
  return completeReply(code, { start, end }, entries.map(matchOf));
}

/** A name that must be imported comes with its import, if that can stand before it; else clients find it in `import`. */
function matchOf({ name, kind, signature, importable }: CompletedName): Match {
  const described = { ...(signature && { signature }) };
  if (!importable) return { text: name, type: kind, ...described };
  const { from, code, isStatement } = importable;
  const text = isStatement ? `${code}\n${name}` : name;
  return { text, type: `${kind} from ${from}`, ...described, ...(!isStatement && { import: code }) };
}

/** Undefined when no table is known there. */
function completeColumn(runner: CellRunner, code: string, cursor: number, column: ColumnText): Reply | undefined {
  const names = columnNames(column.tables, runner.values);
  if (names.length === 0) return undefined;
  const typed = code.slice(column.start, cursor).toLowerCase();
  const fitting = names.filter((name) => name.toLowerCase().startsWith(typed));
  return completeReply(
    code,
    column,
    fitting.map((name) => ({ text: insideQuotes(name, column.quote), type: 'column' })),
  );
}

function insideQuotes(name: string, quote: string): string {
  return name.replaceAll(/[\\\n]/g, (found) => (found === '\n' ? '\\n' : '\\\\')).replaceAll(quote, `\\${quote}`);
}
