import { renameColumn } from '../rename-column';
import type { JoinKind } from '../row-types';
import type { Column } from '../table';
import { appendColumn } from './append-column';
import type { KeyPair } from './join-columns';
import { type JoinedRows, joinRows, rowsIn } from './join-rows';
import { pickedColumn, pickRows } from './pick-rows';
import { firstToLast, NO_ROW } from './row-numbers';
import { type RowPicks, rowPicks } from './row-picks';

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
  const left = rows.left === undefined ? undefined : rowPicks(rows.left);
  const right = rows.right === undefined ? undefined : rowPicks(rows.right);
  const keys = new Map(pairs);
  const taken = new Set(columns.map(({ name }) => name));
  const made = columns.map((column) => {
    const theirs = keys.get(column);
    const isOwn = theirs === undefined || how === 'inner' || how === 'left';
    return isOwn ? picked(column, left) : keyColumn(column, theirs, rows);
  });
  const otherKeys = new Set(keys.values());
  const rest = others
    .filter((other) => !otherKeys.has(other))
    .map((other) => renameColumn(picked(other, right), freeName(other.name, taken)));
  return [...made, ...rest];
}

function picked(column: Column, picks: RowPicks | undefined): Column {
  return picks === undefined ? column : pickedColumn(column, picks);
}

/** The values of the key where the first table may have no row: those of the other table where the first has no row. */
function keyColumn(ours: Column, theirs: Column, { left, right }: JoinedRows): Column {
  const [own, others] = [rowsIn([ours]), right ?? firstToLast(rowsIn([theirs]))];
  const rows = (left ?? firstToLast(own)).map((row, place) => (row === NO_ROW ? own + others[place] : row));
  return pickRows(appendColumn(ours, theirs), rows);
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  while (taken.has(free)) free += OTHER_ENDING;
  taken.add(free);
  return free;
}
