import { columnTexts } from '../../values/cells';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { countColumn, figureColumn } from './aggregate-groups';
import { holdsNumbers } from './column-numbers';
import { mean, quantile, stdev } from './figures';
import { groupedNumbers } from './grouped-numbers';
import { oneGroup } from './row-groups';
import { valueCounts } from './value-counts';

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
  /** The most frequent value as text, and how often it is there; null for numbers of which all are different. */
  readonly top: string | null;
  readonly topCount: number | null;
}

export function describeColumns(columns: readonly Column[], rowCount: number): readonly Column[] {
  const facts = columns.map((column) => columnFacts(column, rowCount));
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
  const [values, counts] = valueCounts(column, rowCount);
  const text = columnTexts(values);
  const nulls = column.nulls?.reduce((sum, isNull) => sum + isNull, 0) ?? 0;
  const isNullTop = values.nulls?.[0] === 1;
  const top = isNullTop ? 1 : 0;
  const distinct = counts.values.length - (nulls === 0 ? 0 : 1);
  return {
    column: column.name,
    type: column.type,
    count: rowCount - nulls,
    nulls,
    distinct,
    ...numberFacts(column, rowCount),
    top: distinct === 0 ? null : text(top),
    topCount: distinct === 0 ? null : Number(counts.values[top]),
  };
}

type NumberFacts = Pick<ColumnFacts, 'mean' | 'stdev' | 'min' | 'q1' | 'median' | 'q3' | 'max'>;

function numberFacts(column: Column, rowCount: number): NumberFacts {
  const numbers = holdsNumbers(column) ? groupedNumbers(column, oneGroup(rowCount)).numbers : new Float64Array();
  return {
    mean: mean(numbers) ?? null,
    stdev: stdev(numbers) ?? null,
    min: quantile(0)(numbers) ?? null,
    q1: quantile(0.25)(numbers) ?? null,
    median: quantile(0.5)(numbers) ?? null,
    q3: quantile(0.75)(numbers) ?? null,
    max: quantile(1)(numbers) ?? null,
  };
}

function texts(name: string, values: readonly (string | null)[]): Column {
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  const base = { name, type: 'VARCHAR', nullable: true, ...(nulls.includes(1) ? { nulls } : {}) };
  return textColumn(base, Texts.of(values.map((value) => value ?? '')));
}
