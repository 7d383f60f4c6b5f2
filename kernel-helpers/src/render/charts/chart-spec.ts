import { countOf } from '../format-value';
import type { Tabular } from '../tabular';
import type { Categories } from './categories';
import { CELL_WIDTH, facetsInCellWidth } from './cell-width';
import type { ChartOptions } from './chart-options';
import type { InlineData } from './inline-data';
import { VEGA_LITE_SCHEMA, type VegaLiteSpec } from './vega-lite-spec';

const HEIGHT = 260;
const FACET_HEIGHT = 150;
/** Characters that have room above a chart in a narrow notebook. */
const LONGEST_LINE = 64;

/** A longer name would make all small charts wider. A letter is at most about 7 pixels wide. */
const FACET_HEADER = { labelExpr: 'truncate(datum.label,max(3,floor(child_width/7)))' } as const;

/** Quiet axes that are seen on light and on dark pages. Texts have no colour here: front ends have one for each theme. */
const CONFIG = {
  view: { stroke: null },
  axis: { grid: true, gridColor: '#8883', domainColor: '#8888', tickColor: '#8888' },
} as const;
const FACETS_CONFIG = { ...CONFIG, axis: { ...CONFIG.axis, labelSeparation: 4 } } as const;

export interface ChartParts extends InlineData {
  readonly title: string;
  readonly options: ChartOptions;
  /** Said below the title. */
  readonly remarks: readonly string[];
  /** `mark` and `encoding`, or `layer`. */
  readonly view: VegaLiteSpec;
  readonly facet?: Categories | undefined;
  readonly height?: number;
}

/** The specification of a chart: its parts, and what all charts have in common. */
export function chartSpec(parts: ChartParts): VegaLiteSpec {
  const { title, options, remarks, data, transform, view, facet } = parts;
  const { width, height } = options;
  const line = remarks.join('; ');
  const subtitle = remarks.length > 0 ? { subtitle: line.length > LONGEST_LINE ? remarks : line } : {};
  const spec = {
    $schema: VEGA_LITE_SCHEMA,
    title: { text: title, ...subtitle, anchor: 'start' },
    data,
    ...(transform !== undefined && { transform }),
  };
  if (facet === undefined) {
    const size = width === undefined ? CELL_WIDTH : { width };
    return { ...spec, ...size, height: height ?? parts.height ?? HEIGHT, ...view, config: CONFIG };
  }
  const { columns, facetWidth } = facetsInALine(facet.labels.length);
  return {
    ...spec,
    facet: { field: 'facet', type: 'nominal', title: facet.name, sort: facet.labels, header: FACET_HEADER },
    columns,
    spec: { width: width ?? facetWidth, height: height ?? FACET_HEIGHT, ...view },
    config: FACETS_CONFIG,
    ...(width === undefined && facetsInCellWidth(columns)),
  };
}

/** With its axis a line of small charts is about as wide as the widest single chart. */
function facetsInALine(facets: number): { readonly columns: number; readonly facetWidth: number } {
  if (facets <= 1) return { columns: 1, facetWidth: 420 };
  return facets === 2 || facets === 4 ? { columns: 2, facetWidth: 260 } : { columns: 3, facetWidth: 170 };
}

/** The colours of groups, in their order; undefined for a chart of one colour. */
export function colourOf(colour: Categories | undefined): VegaLiteSpec | undefined {
  // With an empty legend Vega 5 computes for ever, and JupyterLab's whole page hangs (seen on 4.6.4).
  if (colour === undefined || colour.labels.length === 0) return undefined;
  return { field: 'colour', type: 'nominal', title: colour.name, scale: { domain: colour.labels } };
}

/** What a chart says about rows that it cannot draw. */
export function leftOut(table: Tabular, drawable: number, needed = 'a value'): readonly string[] {
  const rows = table.rowCount - drawable;
  return rows === 0 ? [] : [`${countOf(rows, 'row')} without ${needed} left out`];
}
