import { renameColumn } from '../rename-column';
import type { JoinKind } from '../row-types';
import type { Column } from '../table';
import { appendColumn } from './append-column';
import type { KeyPair } from './join-columns';
import { type JoinedRows, joinRows, rowsIn } from './join-rows';
import { pickRows } from './pick-rows';
import { NO_ROW } from './row-numbers';

/** What a name of the other table gets at its end where the first table has a column of that name. */
const OTHER_ENDING = '_RIGHT';

/** The columns of the joined rows: those of the first table, then those of the other that are not keys. */
export function joinTables(
  columns: readonly Column[],
  others: readonly Column[],
  pairs: readonly KeyPair[],
  how: JoinKind,
): readonly Column[] {
  const rows = joinRows(pairs, [rowsIn(columns), rowsIn(others)], how);
  const keys = new Map(pairs);
  const taken = new Set(columns.map(({ name }) => name));
  const made = columns.map((column) => {
    const theirs = keys.get(column);
    return theirs === undefined ? pickRows(column, rows.left) : keyColumn(column, theirs, rows, how);
  });
  const otherKeys = new Set(keys.values());
  const rest = others
    .filter((other) => !otherKeys.has(other))
    .map((other) => renameColumn(pickRows(other, rows.right), freeName(other.name, taken)));
  return [...made, ...rest];
}

/** The values of the key: those of the other table where the first has no row. */
function keyColumn(ours: Column, theirs: Column, { left, right }: JoinedRows, how: JoinKind): Column {
  if (how === 'inner' || how === 'left') return pickRows(ours, left);
  const both = appendColumn(ours, theirs);
  const own = rowsIn([ours]);
  return pickRows(
    both,
    left.map((row, place) => (row === NO_ROW ? own + right[place] : row)),
  );
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  while (taken.has(free)) free += OTHER_ENDING;
  taken.add(free);
  return free;
}
