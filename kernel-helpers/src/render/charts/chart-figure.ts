import type { ColumnName } from '../../values/column-name';
import { AGGREGATES, type ChartAggregate } from './chart-options';
import type { ChartReader } from './read-chart';

/** One figure of many rows, as `mean('PRICE')` and the other aggregates of tables tell it. */
export interface ChartFigure {
  readonly kind: string;
  readonly columns: readonly string[];
}

/** What an option for a column of numbers names: a column, and how its numbers become one if the option says so. */
interface NamedFigure {
  readonly column?: ColumnName | undefined;
  readonly aggregate?: ChartAggregate;
}

/** Reads an option that is the name of a column, or an aggregate of one such as `mean('PRICE')`. */
export function readFigure(
  reader: ChartReader,
  option: string,
  wanted: ColumnName | ChartFigure | undefined,
): NamedFigure {
  if (wanted === undefined || typeof wanted === 'string') return { column: wanted };
  if (!isFigure(wanted)) {
    reader.refuse(`${option} must be the name of a column, or an aggregate such as mean('PRICE').`);
    return {};
  }
  const aggregate = AGGREGATES.find((known) => known === wanted.kind);
  if (aggregate === undefined) {
    reader.refuse(
      `${option} cannot be ${wanted.kind}(…): charts compute ${AGGREGATES.join(', ')}. Draw a table made by aggregate().`,
    );
    return {};
  }
  return { column: wanted.columns[0], aggregate };
}

/** The aggregate of a chart, which its figure and its option `aggregate` must not both say. */
export function aggregateOf(
  reader: ChartReader,
  figures: readonly NamedFigure[],
  option: ChartAggregate | undefined,
): ChartAggregate | undefined {
  reader.choice('aggregate', option, AGGREGATES);
  const said = new Set([...figures.map(({ aggregate }) => aggregate), option].filter((one) => one !== undefined));
  if (said.size > 1) reader.refuse(`they ask for ${[...said].join(' and ')} at once: give one aggregate.`);
  return [...said][0];
}

function isFigure(value: unknown): value is ChartFigure {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'columns' in value && Array.isArray(value.columns)
  );
}
