import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { countColumn, figureColumn } from './aggregate-groups';

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

/** What is told of the values that are not null. */
export type ValueFacts = Omit<ColumnFacts, 'column' | 'type' | 'count' | 'nulls'>;

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

function texts(name: string, values: readonly (string | null)[]): Column {
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  const base = { name, type: 'VARCHAR', nullable: true, ...(nulls.includes(1) ? { nulls } : {}) };
  return textColumn(base, Texts.of(values.map((value) => value ?? '')));
}
