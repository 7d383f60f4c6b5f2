import type { Tabular } from '../tabular';
import { Chart } from './chart';
import { titled } from './chart-data';
import type { ChartOptions } from './chart-options';
import { chartSpec } from './chart-spec';

const NO_ROWS = 'no rows';
const HEIGHT = 60;

/** What is drawn of data without rows, such as those that a filter leaves; undefined for data that have some. */
export function emptyChart(table: Tabular, { title = 'Nothing to draw' }: ChartOptions): Chart | undefined {
  if (table.rowCount > 0) return undefined;
  const shown = titled(title, table);
  const spec = chartSpec({
    title: shown,
    options: {},
    remarks: [],
    data: { values: [{}] },
    view: { mark: { type: 'text', text: NO_ROWS, color: '#888', fontSize: 14 } },
    height: HEIGHT,
  });
  return new Chart(spec, `${shown}\n${NO_ROWS}`);
}
