import { INSPECT, MIME } from '../mime';
import type { Chart } from '../render/charts/chart';
import type { LineSeries } from '../render/charts/line-chart';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import type { DeployOptions } from '../sagemaker/endpoint/deploy-options';
import { finalMetrics, type MetricsSource } from '../sagemaker/watch/final-metrics';
import type { FinishedModel } from '../sagemaker/watch/finished-model';
import { type HostShare, hostShares } from '../sagemaker/watch/host-shares';
import type { FinalMetric, JobDescription } from '../sagemaker/watch/job-description';
import type { JobLogEvent } from '../sagemaker/watch/job-event';
import { NO_LOG_ADVICE } from '../sagemaker/watch/job-logs';
import type { EndedJob } from '../sagemaker/watch/job-result';
import { type JobState, whyLogIsHidden } from '../sagemaker/watch/job-state';
import { stopReason } from '../sagemaker/watch/stop-reason';
import type { TrainingEnd } from '../training-contract/index';
import { largestOf } from '../values/extremes';
import { deployShown } from './deploy';
import type { Endpoint } from './endpoint';
import { type FinishedFacts, finishedCard } from './finished-card';
import { metricsChart } from './metrics-chart';

/** A training job that left a model: it completed, or it was stopped. */
export class FinishedJob implements FinishedFacts {
  readonly name: string;
  /** `Stopped`: it was stopped before its work was done, but it saved its model so far, which can be deployed. */
  readonly status: 'Completed' | 'Stopped';
  /** Rounds of boosting that the model holds, as its file says; 0 where the job left no model. */
  readonly rounds: number;
  /** The round that early stopping chose, counted from 0: the last one that the model holds. */
  readonly bestRound?: number;
  /** Rounds that the training ran, those after the best one too; undefined if the model's file does not say. */
  readonly roundsRun?: number;
  /**
   * Why the training ran no further round, as the model's file says: it had run `all-rounds` that were asked for, by
   * `early-stopping`, or by a `stop` of the job, for which `remark` says why.
   */
  readonly endedBy?: TrainingEnd;
  /** Metrics of the model's last round. */
  readonly metrics: readonly FinalMetric[];
  /**
   * Where `metrics` come from: the model's file; if it has none, SageMaker's last values of the job; if SageMaker has
   * none, as for some short jobs, the job's log.
   */
  readonly metricsFrom: MetricsSource;
  /** Names of the features in the order in which the model takes them, if its file has them. */
  readonly features?: readonly string[];
  /** What else there is to know: why the job was stopped, why there is no model to deploy, what could not be read. */
  readonly remark?: string;
  /** Each metric by round, from the job's log. Lines of a script that look like metrics are included. */
  readonly history: readonly LineSeries[];
  /** The rows that each host read; empty if the model file does not say how many rows the table had. */
  readonly shares: readonly HostShare[];
  /** The last lines that the hosts logged, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** `s3://…/output/model.tar.gz`. */
  readonly modelArtefact: string;
  readonly instances: JobDescription['instances'];
  /** Seconds from the job's start to its end, with the wait for machines; undefined where SageMaker does not say. */
  readonly seconds?: number;
  /**
   * Seconds that are paid for, of all hosts together: SageMaker counts those of one host (API reference,
   * DescribeTrainingJob, BillableTimeInSeconds). Undefined where it does not say.
   */
  readonly billableSeconds?: number;
  /** Seconds from the first download to the last upload, of all hosts together. */
  readonly trainingSeconds: number;

  constructor(
    private readonly description: EndedJob,
    state: JobState,
    { facts, missing, problem }: FinishedModel = { facts: {} },
  ) {
    const { instances, createdAt, endedAt, billableSeconds } = description;
    const { count } = instances;
    this.name = description.name;
    this.status = description.status;
    this.history = state.metrics;
    this.rounds = facts.rounds ?? (missing === undefined ? loggedRounds(state) : 0);
    const found = finalMetrics(facts, description, state);
    this.metrics = found.metrics;
    this.metricsFrom = found.from;
    if (facts.bestRound !== undefined) this.bestRound = facts.bestRound;
    if (facts.roundsRun !== undefined) this.roundsRun = facts.roundsRun;
    if (facts.endedBy !== undefined) this.endedBy = facts.endedBy;
    if (facts.features !== undefined) this.features = facts.features;
    const remarks = [
      description.status === 'Stopped' ? `${stopReason(description)} ${modelOfStopped(facts.endedBy)}` : '',
      missing === undefined ? '' : `It left no model to deploy: ${missing}`,
      problem === undefined ? '' : `Its model could not be looked at. ${problem}`,
      whyLogIsHidden(state) ?? (state.lines.length === 0 ? `Its log is empty. ${NO_LOG_ADVICE}` : ''),
      found.remark,
    ].filter((remark) => remark !== '');
    if (remarks.length > 0) this.remark = remarks.join(' ');
    this.shares = facts.tableRows === undefined ? [] : hostShares(facts.tableRows, count);
    this.lines = state.lines;
    this.modelArtefact = description.modelArtefact;
    this.instances = instances;
    if (createdAt !== undefined && endedAt !== undefined)
      this.seconds = (endedAt.getTime() - createdAt.getTime()) / 1000;
    if (billableSeconds !== undefined) this.billableSeconds = billableSeconds * count;
    this.trainingSeconds = (description.trainingSeconds ?? 0) * count;
  }

  /** The metrics by round as a chart, each metric with an axis of its own, including the rounds after the best one. */
  chart(): Chart {
    return metricsChart(this.history, this.bestRound);
  }

  /** Puts the model behind an endpoint. */
  deploy(options: DeployOptions): Promise<Endpoint> {
    return deployShown(this.description, options);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return finishedCard(this);
  }

  [INSPECT](): string {
    return String(finishedCard(this)[MIME.text]);
  }
}

/** A stop that comes while the model is uploaded takes no round from it. */
function modelOfStopped(endedBy: TrainingEnd | undefined): string {
  return endedBy === undefined || endedBy === 'stop'
    ? 'The model holds the rounds until then.'
    : 'Its training was done before that, so its model is whole.';
}

function loggedRounds(state: JobState): number {
  const rounds = state.metrics.map((series) => series.points.length);
  return largestOf(rounds, 0);
}
