import { columnTexts } from '../../values/cells';
import { quantileOfSorted } from '../../values/quantile-of-sorted';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { countColumn, figureColumn } from './aggregate-groups';
import { holdsNumbers } from './column-numbers';
import { mean, stdev } from './figures';
import { floatsOf, knownNumbers } from './grouped-numbers';
import { groupsAsTheyAppear } from './row-groups';
import { NO_ROW } from './row-numbers';
import { sortedNumbers } from './sorted-numbers';
import { type WholePlaces, wholePlaces } from './whole-places';

/** One row for each column of a table: what its values are like. */
export interface ColumnFacts {
  readonly column: string;
  readonly type: string;
  /** Values that are not null. */
  readonly count: number;
  readonly nulls: number;
  /** Different values, without null. */
  readonly distinct: number;
  /** Figures of numbers; null for other columns. */
  readonly mean: number | null;
  readonly stdev: number | null;
  readonly min: number | null;
  readonly q1: number | null;
  readonly median: number | null;
  readonly q3: number | null;
  readonly max: number | null;
  /** The most frequent value as text, and how often it is there; null where no value is there twice. */
  readonly top: string | null;
  readonly topCount: number | null;
}

export function describeColumns(columns: readonly Column[], rowCount: number): readonly Column[] {
  const spare = new Float64Array(columns.some(({ kind }) => kind === 'number') ? rowCount : 0);
  return columnsOfFacts(columns.map((column) => columnFacts(column, rowCount, spare)));
}

/** A table's columns of facts that are known. */
export function columnsOfFacts(facts: readonly ColumnFacts[]): readonly Column[] {
  const numbers = (name: keyof ColumnFacts): Column =>
    figureColumn(
      name,
      facts.map((fact) => (fact[name] as number | null) ?? undefined),
    );
  const counts = (name: 'count' | 'nulls' | 'distinct'): Column =>
    countColumn(
      name,
      Float64Array.from(facts, (fact) => fact[name]),
    );
  return [
    texts(
      'column',
      facts.map((fact) => fact.column),
    ),
    texts(
      'type',
      facts.map((fact) => fact.type),
    ),
    counts('count'),
    counts('nulls'),
    counts('distinct'),
    ...(['mean', 'stdev', 'min', 'q1', 'median', 'q3', 'max'] as const).map(numbers),
    texts(
      'top',
      facts.map((fact) => fact.top),
    ),
    numbers('topCount'),
  ];
}

function columnFacts(column: Column, rowCount: number, spare: Float64Array): ColumnFacts {
  const nulls = column.nulls?.reduce((sum, isNull) => sum + isNull, 0) ?? 0;
  const base = { column: column.name, type: column.type, count: rowCount - nulls, nulls };
  const whole = column.kind === 'number' ? wholePlaces(column, rowCount) : undefined;
  if (whole !== undefined) return { ...base, ...factsOfNumbers(column, sortedByCounting(whole, rowCount - nulls)) };
  if (column.kind === 'number') {
    const known = knownNumbers(column.values, column.nulls);
    return { ...base, ...factsOfNumbers(column, sortedNumbers(known, spare.subarray(0, known.length))) };
  }
  return { ...base, ...factsOfValues(column, rowCount) };
}

type ValueFacts = Omit<ColumnFacts, 'column' | 'type' | 'count' | 'nulls'>;

/** Whole numbers near each other are sorted by how often each is there. */
function sortedByCounting({ from, size, places }: WholePlaces, known: number): Float64Array {
  const counts = new Int32Array(size + 1);
  for (let row = 0; row < places.length; row += 1) counts[places[row]] += 1;
  const sorted = new Float64Array(known);
  let end = 0;
  for (let place = 0; place < size; place += 1) {
    const begin = end;
    end += counts[place];
    sorted.fill(from + place, begin, end);
  }
  return sorted;
}

function factsOfNumbers(column: Column, sorted: Float64Array): ValueFacts {
  const { distinct, top, topCount } = runsOf(sorted);
  const text = columnTexts({ ...column, values: Float64Array.of(top), nulls: undefined } as Column);
  return {
    distinct,
    ...spread(sorted),
    ...quartiles(sorted),
    top: topCount > 1 ? text(0) : null,
    topCount: topCount > 1 ? topCount : null,
  };
}

function spread(numbers: Float64Array): Pick<ColumnFacts, 'mean' | 'stdev'> {
  return { mean: mean(numbers) ?? null, stdev: stdev(numbers) ?? null };
}

function quartiles(sorted: Float64Array): Pick<ColumnFacts, 'min' | 'q1' | 'median' | 'q3' | 'max'> {
  const at = (share: number): number | null => quantileOfSorted(sorted, share) ?? null;
  return { min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), max: at(1) };
}

/** How many different numbers there are, and the most frequent. NaN, which comes last, is one value. */
function runsOf(sorted: Float64Array): { readonly distinct: number; readonly top: number; readonly topCount: number } {
  let distinct = 0;
  let top = Number.NaN;
  let topCount = 0;
  let begin = 0;
  const { length } = sorted;
  for (let index = 1; index <= length; index += 1) {
    const before = sorted[index - 1];
    if (index < length && (sorted[index] === before || Number.isNaN(before))) continue;
    distinct += 1;
    if (index - begin > topCount) {
      top = before;
      topCount = index - begin;
    }
    begin = index;
  }
  return { distinct, top, topCount };
}

function factsOfValues(column: Column, rowCount: number): ValueFacts {
  const { groupOf, firstRows, count } = groupsAsTheyAppear([column], rowCount);
  const counts = new Int32Array(count);
  for (let row = 0; row < groupOf.length; row += 1) counts[groupOf[row]] += 1;
  let top = NO_ROW;
  let distinct = 0;
  for (let group = 0; group < count; group += 1) {
    if (column.nulls?.[firstRows[group]] === 1) continue;
    distinct += 1;
    if (top === NO_ROW || counts[group] > counts[top]) top = group;
  }
  const isTold = top !== NO_ROW && (counts[top] > 1 || distinct === 1);
  const numbers = holdsNumbers(column) ? knownNumbers(floatsOf(column), column.nulls) : new Float64Array();
  return {
    distinct,
    ...spread(numbers),
    ...quartiles(sortedNumbers(numbers)),
    top: isTold ? columnTexts(column)(firstRows[top]) : null,
    topCount: isTold ? counts[top] : null,
  };
}

function texts(name: string, values: readonly (string | null)[]): Column {
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  const base = { name, type: 'VARCHAR', nullable: true, ...(nulls.includes(1) ? { nulls } : {}) };
  return textColumn(base, Texts.of(values.map((value) => value ?? '')));
}
