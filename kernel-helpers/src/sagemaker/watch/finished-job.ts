import { JUPYTER_DISPLAY, type MimeBundle } from '../../cell/kernel-bridge';
import { INSPECT, MIME } from '../../cell/mime';
import type { Chart } from '../../display/charts/chart';
import { type LineSeries, lineChart } from '../../display/charts/line-chart';
import { deployModel } from '../endpoint/deploy';
import type { DeployOptions } from '../endpoint/deploy-options';
import type { Endpoint } from '../endpoint/endpoint';
import { finishedCard, type JobResult } from './job-card';
import type { FinalMetric, JobDescription } from './job-description';
import type { JobLogEvent } from './job-event';
import type { HostShare, JobState } from './job-state';

/** A training job that completed. It shows its result without names and times, so that saved notebooks stay the same. */
export class FinishedJob implements JobResult {
  readonly name: string;
  readonly status = 'Completed';
  /** Rounds of boosting that were logged. */
  readonly rounds: number;
  /** The last value of each metric, as SageMaker read it from the log. */
  readonly metrics: readonly FinalMetric[];
  /** Each metric by round. */
  readonly history: readonly LineSeries[];
  /** The rows that each host read. */
  readonly shares: readonly HostShare[];
  /** The last lines that the hosts logged, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** `s3://…/output/model.tar.gz`. */
  readonly modelArtefact: string;
  /** Seconds that are paid for, of all hosts together. */
  readonly billableSeconds: number;
  /** Seconds from the first download to the last upload, of all hosts together. */
  readonly trainingSeconds: number;

  constructor(
    private readonly description: JobDescription & { readonly modelArtefact: string },
    state: JobState,
  ) {
    const { count } = description.instances;
    this.name = description.name;
    this.metrics = description.finalMetrics;
    this.history = state.metrics;
    this.rounds = Math.max(0, ...state.metrics.map((series) => series.points.length));
    this.shares = state.shares;
    this.lines = state.lines;
    this.modelArtefact = description.modelArtefact;
    this.billableSeconds = (description.billableSeconds ?? 0) * count;
    this.trainingSeconds = (description.trainingSeconds ?? 0) * count;
  }

  /** The metrics by round as a chart. */
  chart(): Chart {
    return lineChart(this.history, { title: 'Metrics by round' });
  }

  /** Puts the model behind an endpoint. */
  deploy(options: DeployOptions): Promise<Endpoint> {
    return deployModel(this.description, options);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return finishedCard(this);
  }

  [INSPECT](): string {
    return String(finishedCard(this)[MIME.text]);
  }
}
