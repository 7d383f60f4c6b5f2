import type { ModelFacts } from '../../training-contract/index';
import { largestOf } from '../../values/extremes';
import type { FinalMetric, JobDescription } from './job-description';
import type { JobState } from './job-state';

/** Where the metrics of a finished job come from. */
export type MetricsSource = 'model' | 'SageMaker' | 'log';

/** The metrics of a model, and what to say about their origin. */
export interface FoundMetrics {
  readonly metrics: readonly FinalMetric[];
  readonly from: MetricsSource;
  /** Empty where nothing need be said. */
  readonly remark: string;
}

/**
 * The metrics of the last round that a job's model keeps. The model itself knows best. SageMaker collects the values of
 * a job by and by, and may have none of a short job.
 */
export function finalMetrics(facts: ModelFacts, description: JobDescription, { metrics }: JobState): FoundMetrics {
  if (facts.metrics !== undefined) {
    // `train-rmse` in the file is `train:rmse` for SageMaker.
    const values = [...facts.metrics.values].map(([name, value]) => ({ metric: name.replace('-', ':'), value }));
    return { metrics: values, from: 'model', remark: '' };
  }
  if (description.finalMetrics.length > 0) {
    const remark = 'The metrics are the last values that SageMaker found in the log.';
    return { metrics: description.finalMetrics, from: 'SageMaker', remark };
  }
  const kept = facts.rounds === undefined ? undefined : facts.rounds - 1;
  const rounds = metrics.flatMap(({ points }) => points.map(({ round }) => round));
  const round = kept ?? (rounds.length === 0 ? undefined : largestOf(rounds, 0));
  const values = metrics.flatMap(({ name, points }) =>
    points.filter((point) => point.round === round).map(({ value }) => ({ metric: name, value })),
  );
  const which = kept === undefined ? 'the last round in the log' : `round ${kept} in the log, the model's last one`;
  return { metrics: values, from: 'log', remark: values.length === 0 ? '' : `The metrics are those of ${which}.` };
}
