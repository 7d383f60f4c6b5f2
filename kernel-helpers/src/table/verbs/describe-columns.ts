import { columnTexts } from '../../values/cells';
import { quantileOfSorted } from '../../values/quantile-of-sorted';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { countColumn, figureColumn } from './aggregate-groups';
import { holdsNumbers } from './column-numbers';
import { mean, stdev } from './figures';
import { groupedNumbers } from './grouped-numbers';
import { groupsAsTheyAppear, oneGroup } from './row-groups';
import { NO_ROW } from './row-numbers';
import { sortedNumbers } from './sorted-numbers';

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
  return columnsOfFacts(columns.map((column) => columnFacts(column, rowCount)));
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

function columnFacts(column: Column, rowCount: number): ColumnFacts {
  const nulls = column.nulls?.reduce((sum, isNull) => sum + isNull, 0) ?? 0;
  const base = { column: column.name, type: column.type, count: rowCount - nulls, nulls };
  return { ...base, ...(isFloat(column) ? factsOfNumbers(column, rowCount) : factsOfValues(column, rowCount)) };
}

type ValueFacts = Omit<ColumnFacts, 'column' | 'type' | 'count' | 'nulls'>;

/** Numbers and days are all told from one sort, which puts equal values together. */
function isFloat(column: Column): boolean {
  return column.kind === 'number';
}

function factsOfNumbers(column: Column, rowCount: number): ValueFacts {
  const { numbers } = groupedNumbers(column, oneGroup(rowCount));
  const spread = { mean: mean(numbers) ?? null, stdev: stdev(numbers) ?? null };
  const sorted = sortedNumbers(numbers);
  const { distinct, top, topCount } = runsOf(sorted);
  const text = columnTexts({ ...column, values: Float64Array.of(top), nulls: undefined } as Column);
  return {
    distinct,
    ...spread,
    ...quartiles(sorted),
    top: topCount > 1 ? text(0) : null,
    topCount: topCount > 1 ? topCount : null,
  };
}

function quartiles(sorted: Float64Array): Pick<ColumnFacts, 'min' | 'q1' | 'median' | 'q3' | 'max'> {
  const at = (share: number): number | null => quantileOfSorted(sorted, share) ?? null;
  return { min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), max: at(1) };
}

/** How many different numbers there are, and the most frequent. NaN is one value. */
function runsOf(sorted: Float64Array): { readonly distinct: number; readonly top: number; readonly topCount: number } {
  let [distinct, top, topCount, count] = [0, Number.NaN, 0, 0];
  for (let index = 0; index < sorted.length; index += 1) {
    const value = sorted[index];
    const before = sorted[index - 1];
    const isNew = index === 0 || (value !== before && !(Number.isNaN(value) && Number.isNaN(before)));
    if (isNew) distinct += 1;
    count = isNew ? 1 : count + 1;
    if (count > topCount) [top, topCount] = [value, count];
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
  const numbers = holdsNumbers(column) ? groupedNumbers(column, oneGroup(rowCount)).numbers : new Float64Array();
  return {
    distinct,
    mean: mean(numbers) ?? null,
    stdev: stdev(numbers) ?? null,
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
