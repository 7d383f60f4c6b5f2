import { useEffect, useState } from 'react';
import { type JobMetrics, metricCharts, vegaLiteSpec } from '../../metrics/metric-charts';
import type { DetailParts } from '../detail-parts';
import { VegaChart } from './vega-chart';

const REDRAW_AFTER_MS = 1000;

interface MetricsViewProps {
  readonly jobs: readonly JobMetrics[];
  readonly isLive: boolean;
  readonly parts: Pick<DetailParts, 'trans' | 'times' | 'renderers'>;
}

/** A chart for each measure, and its last values as a table, which everybody can read. */
export function MetricsView({ jobs, isLive, parts }: MetricsViewProps): JSX.Element {
  const { trans, times, renderers } = parts;
  const charts = metricCharts(useLatest(jobs, REDRAW_AFTER_MS));
  if (charts.length === 0) {
    return <p className="tj-note">{isLive ? trans.__('No metric yet.') : trans.__('The log tells no metrics.')}</p>;
  }
  return (
    <div className="tj-metrics">
      {charts.map((chart) => (
        <figure key={chart.measure} className="tj-metric">
          <figcaption>{chart.measure}</figcaption>
          <VegaChart spec={vegaLiteSpec(chart, { round: trans.__('round') })} renderers={renderers} />
          <table className="tj-fact-table">
            <thead>
              <tr>
                <th scope="col">{trans.__('Job')}</th>
                <th scope="col">{trans.__('Data')}</th>
                <th scope="col">{trans.__('Round')}</th>
                <th scope="col">{trans.__('Last value')}</th>
              </tr>
            </thead>
            <tbody>
              {chart.lines.map(({ job, data, points }) => (
                <tr key={`${job} ${data}`}>
                  <td>{job}</td>
                  <td>{data}</td>
                  <td>{points.at(-1)?.round}</td>
                  <td>{times.number(points.at(-1)?.value ?? Number.NaN)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      ))}
    </div>
  );
}

/** The value, at most so often: a chart takes longer to draw than a round of a small training takes. */
function useLatest<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState({ value, at: Date.now() });
  useEffect(() => {
    const wait = Math.max(0, shown.at + everyMs - Date.now());
    if (Object.is(shown.value, value)) return;
    const timer = setTimeout(() => setShown({ value, at: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [value, shown, everyMs]);
  return shown.value;
}
