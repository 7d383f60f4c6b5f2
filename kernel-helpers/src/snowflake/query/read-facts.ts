import type { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { type Aggregate, count, distinct, max, mean, median, min, quantile, stdev } from '../../table/verbs/aggregates';
import { type ColumnFacts, columnsOfFacts } from '../../table/verbs/column-facts';
import { columnTexts } from '../../values/cells';
import { hasNumbers } from './aggregate-sql';
import type { QueryColumn } from './select';

/** Statements that run at the same time: a warehouse runs eight of them before others wait. */
const STATEMENTS_AT_ONCE = 8;

const ROWS = 'rows';

type FigureName = 'mean' | 'stdev' | 'min' | 'q1' | 'median' | 'q3' | 'max';

/** What reads a query's figures. */
export interface FactsReader {
  /** Figures of all rows, as one row. */
  figures(asked: Readonly<Record<string, Aggregate>>): Promise<Table>;
  /** The two most frequent values of a column, with how often they are there. */
  counts(name: string): Promise<Table>;
}

/** What the values of each column are like: one statement for all figures, and one for the top value of each column. */
export async function readFacts(columns: readonly QueryColumn[], reader: FactsReader): Promise<readonly Column[]> {
  const figures = columns.flatMap((column, index) =>
    figuresOf(column).map(([name, made]) => [key(index, name), made] as const),
  );
  const [read] = (await reader.figures({ [ROWS]: count(), ...Object.fromEntries(figures) })).toRows();
  const tops = await inTurns(columns, ({ name }) => reader.counts(name));
  return columnsOfFacts(
    columns.map(({ name }, index) => {
      const at = (figure: string): unknown => read[key(index, figure)];
      const number = (figure: FigureName): number | null => {
        const value = at(figure);
        return value === undefined || value === null ? null : Number(value);
      };
      const known = Number(at('count'));
      return {
        column: name,
        type: tops[index].columns[0].type,
        count: known,
        nulls: Number(read[ROWS]) - known,
        distinct: Number(at('distinct')),
        mean: number('mean'),
        stdev: number('stdev'),
        min: number('min'),
        q1: number('q1'),
        median: number('median'),
        q3: number('q3'),
        max: number('max'),
        ...topOf(tops[index], Number(at('distinct'))),
      };
    }),
  );
}

function figuresOf(column: QueryColumn): readonly (readonly [string, Aggregate])[] {
  const { name, value } = column;
  const ofAll = [['count', count(name)] as const, ['distinct', distinct(name)] as const];
  if (!hasNumbers(column)) return ofAll;
  // Booleans have no smallest and largest number in SQL, but a sum of those that are true.
  const ends =
    value.kind === 'boolean' ? { min: quantile(name, 0), max: quantile(name, 1) } : { min: min(name), max: max(name) };
  const figures: Readonly<Record<FigureName, Aggregate>> = {
    mean: mean(name),
    stdev: stdev(name),
    q1: quantile(name, 0.25),
    median: median(name),
    q3: quantile(name, 0.75),
    ...ends,
  };
  return [...ofAll, ...Object.entries(figures)];
}

/** The most frequent value that is not null, unless each value is there once. */
function topOf(counts: Table, distinctCount: number): Pick<ColumnFacts, 'top' | 'topCount'> {
  const [values, frequencies] = counts.columns;
  const row = values.nulls?.[0] === 1 ? 1 : 0;
  const topCount = Number(counts.toRows()[row]?.[frequencies.name] ?? 0);
  const isTold = topCount > 1 || (topCount === 1 && distinctCount === 1 && values.kind !== 'number');
  return isTold ? { top: columnTexts(values)(row), topCount } : { top: null, topCount: null };
}

async function inTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<readonly Made[]> {
  const turns: (readonly Made[])[] = [];
  for (let from = 0; from < items.length; from += STATEMENTS_AT_ONCE) {
    turns.push(await Promise.all(items.slice(from, from + STATEMENTS_AT_ONCE).map(make)));
  }
  return turns.flat();
}

function key(column: number, figure: string): string {
  return `${figure} ${column}`;
}
