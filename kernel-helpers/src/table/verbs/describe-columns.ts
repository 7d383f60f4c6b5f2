import { columnTexts } from '../../values/cells';
import type { Column, NumberColumn } from '../table';
import { type ColumnFacts, columnsOfFacts, type ValueFacts } from './column-facts';
import { holdsNumbers } from './column-numbers';
import { factsOfSorted, factsOfWholes, figuresOf } from './describe-numbers';
import { floatsOf, knownNumbers } from './grouped-numbers';
import { NO_ROW } from './row-numbers';
import { sortedNumbers } from './sorted-numbers';
import { numberedValues } from './value-codes';
import { wholeRange } from './whole-places';

/** Memory that one column of numbers after another is sorted in: the first use of fresh memory takes long. */
interface Scratch {
  readonly numbers: Float64Array;
  readonly spare: Float64Array;
}

export function describeColumns(columns: readonly Column[], rowCount: number): readonly Column[] {
  const most = columns.some(({ kind }) => kind === 'number') ? rowCount : 0;
  const scratch = { numbers: new Float64Array(most), spare: new Float64Array(most) };
  return columnsOfFacts(columns.map((column) => columnFacts(column, rowCount, scratch)));
}

function columnFacts(column: Column, rowCount: number, scratch: Scratch): ColumnFacts {
  const nulls = column.nulls?.reduce((sum, isNull) => sum + isNull, 0) ?? 0;
  const base = { column: column.name, type: column.type, count: rowCount - nulls, nulls };
  return { ...base, ...(column.kind === 'number' ? factsOfNumbers(column, scratch) : factsOfValues(column, rowCount)) };
}

/** Whole numbers near each other are not sorted: how often each is there tells as much. */
function factsOfNumbers(column: NumberColumn, { numbers, spare }: Scratch): ValueFacts {
  const range = wholeRange(column, column.values.length);
  if (range !== undefined) return factsOfWholes(column, range);
  if (column.nulls === undefined) return factsOfSorted(column, sortedNumbers(column.values, numbers, spare));
  const known = knownNumbers(column.values, column.nulls, numbers);
  return factsOfSorted(column, sortedNumbers(known, spare.subarray(0, known.length)));
}

function factsOfValues(column: Column, rowCount: number): ValueFacts {
  const { places, size } = numberedValues(column);
  const counts = new Int32Array(size + 1);
  const firstRows = new Int32Array(size + 1);
  for (let row = rowCount - 1; row >= 0; row -= 1) {
    const place = places[row];
    counts[place] += 1;
    firstRows[place] = row;
  }
  let top = NO_ROW;
  let topCount = 0;
  let distinct = 0;
  for (let place = 0; place <= size; place += 1) {
    const count = counts[place];
    const row = firstRows[place];
    if (count === 0 || column.nulls?.[row] === 1) continue;
    distinct += 1;
    if (count < topCount || (count === topCount && row > top)) continue;
    top = row;
    topCount = count;
  }
  const isTold = topCount > 1 || distinct === 1;
  const numbers = holdsNumbers(column) ? knownNumbers(floatsOf(column), column.nulls) : new Float64Array();
  return {
    distinct,
    ...figuresOf(numbers),
    top: isTold ? columnTexts(column)(top) : null,
    topCount: isTold ? topCount : null,
  };
}
