import type { TabularColumn } from '../tabular';
import { type Categories, categoriesOf, mostFrequent, OTHER, onlyMostFrequent } from './categories';
import type { SplitOptions } from './chart-options';
import type { ChartReader } from './read-chart';

/** Vega's ten colours for names, the last one for `other`. */
const MOST_COLOURS = 9;
const MOST_FACETS = 12;

/** Into which marks and which small charts the rows go. */
export interface SplitRows {
  readonly colour?: Categories;
  readonly facet?: Categories;
}

interface SplitColumns {
  readonly colour: TabularColumn | undefined;
  readonly facet: TabularColumn | undefined;
}

/** The columns by which the rows are split, read before the options are checked. */
export function splitColumns(reader: ChartReader, { colour, facet }: SplitOptions): SplitColumns {
  return { colour: reader.column('colour', colour), facet: reader.column('facet', facet) };
}

export function splitRows(reader: ChartReader, { colour, facet }: SplitColumns): SplitRows {
  const { table } = reader;
  return {
    ...(colour !== undefined && { colour: mostFrequent(categoriesOf(table, colour), MOST_COLOURS) }),
    ...(facet !== undefined && { facet: onlyMostFrequent(categoriesOf(table, facet), MOST_FACETS) }),
  };
}

/** What a reader of the chart has to know about its groups. */
export function splitRemarks({ colour, facet }: SplitRows): readonly string[] {
  return [colour?.remark, facet?.remark].filter((remark) => remark !== undefined);
}

/** How many rows have a value in each of the columns, also those that a chart of the most frequent values leaves out. */
export function rowsWithValues(
  rowCount: number,
  groups: readonly Categories[],
  numbers: readonly Float64Array[],
): number {
  const isMissing = new Uint8Array(rowCount);
  for (const { allCodes, codes } of groups) {
    const places = allCodes ?? codes;
    for (let row = 0; row < rowCount; row += 1) if (places[row] === -1) isMissing[row] = 1;
  }
  for (const values of numbers) {
    for (let row = 0; row < rowCount; row += 1) if (!Number.isFinite(values[row])) isMissing[row] = 1;
  }
  let rows = rowCount;
  for (let row = 0; row < rowCount; row += 1) rows -= isMissing[row];
  return rows;
}

/** The groups that several columns make together, in the order of the first one. */
export class CrossedGroups {
  readonly count: number;
  readonly codes: Int32Array;

  constructor(
    private readonly parts: readonly Categories[],
    rowCount: number,
  ) {
    this.count = parts.reduce((product, { labels }) => product * labels.length, 1);
    this.codes = new Int32Array(rowCount);
    for (const { codes, labels } of parts) {
      for (let row = 0; row < rowCount; row += 1) {
        if (this.codes[row] === -1 || codes[row] === -1) this.codes[row] = -1;
        else this.codes[row] = this.codes[row] * labels.length + codes[row];
      }
    }
  }

  /** The place of a group in each of the columns. */
  placesOf(group: number): readonly number[] {
    const places: number[] = [];
    let rest = group;
    for (const { labels } of [...this.parts].reverse()) {
      places.unshift(rest % labels.length);
      rest = Math.floor(rest / labels.length);
    }
    return places;
  }

  labelsOf(group: number): readonly string[] {
    return this.placesOf(group).map((place, part) => this.parts[part].labels[place]);
  }

  /** What a text calls a group: a column that splits the rows in several ways, such as by bars and by colours, is told once. */
  nameOf(group: number): string {
    const told = new Map<string, string>();
    for (const [part, label] of this.labelsOf(group).entries()) {
      const { name } = this.parts[part];
      // Bars are more than colours, so one of them may tell what the other calls `other`.
      if (!told.has(name) || told.get(name) === OTHER) told.set(name, label);
    }
    return [...told.values()].join(', ');
  }
}
