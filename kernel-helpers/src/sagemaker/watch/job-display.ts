import { bundleOf } from '../../display/bundle';
import { lineChart } from '../../display/charts/line-chart';
import type { MimeBundle } from '../../display/kernel-bridge';
import { type LiveDisplay, liveDisplay } from '../../display/live-display';
import { canReplaceOutputs } from '../../display/show';
import type { JobState } from './job-state';

/** The two outputs of a watched job, each replaced in place: its card, and below it the metrics by round as a chart. */
export class JobDisplay {
  private readonly card: LiveDisplay;
  private chart: LiveDisplay | undefined;
  private drawn: JobState['metrics'] = [];

  constructor(card: MimeBundle) {
    this.card = liveDisplay(card);
  }

  update(card: MimeBundle, { metrics }: JobState): void {
    this.card.update(card);
    // Where outputs cannot be replaced the log lines tell the metrics, and a chart a second would drown them.
    if (metrics === this.drawn || !canReplaceOutputs()) return;
    this.drawn = metrics;
    const chart = bundleOf(lineChart(metrics, { title: 'Metrics by round' }));
    if (this.chart === undefined) this.chart = liveDisplay(chart);
    else this.chart.update(chart);
  }

  close(): void {
    this.card.close();
    this.chart?.close();
  }
}
