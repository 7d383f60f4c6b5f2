import { unquote } from '../../training-contract/quoted-text';
import { describeJob } from '../watch/describe-job';
import { readFinishedModel } from '../watch/finished-model';
import type { FinalMetric, JobDescription } from '../watch/job-description';

/** What is compared of a training job. */
export interface ComparedJob {
  readonly name: string;
  /** SageMaker's status of it. */
  readonly status: string;
  readonly instances: JobDescription['instances'];
  /** From its start to its end, with the wait for machines. */
  readonly seconds?: number;
  /** Seconds that are paid for, of all hosts together. */
  readonly billableSeconds?: number;
  readonly rounds?: number;
  readonly bestRound?: number;
  /** Those of the model's last round, from the model's file; otherwise SageMaker's last values. */
  readonly metrics: readonly FinalMetric[];
  readonly hyperparameters: Readonly<Record<string, string>>;
}

/** Hyperparameters by which SageMaker's toolkit names files: they are others in every job, and say nothing. */
const OF_TOOLKIT = /^sagemaker_/;

/** Asks SageMaker about a job, and looks into its model if it has left one. */
export async function readComparedJob(name: string, signal?: AbortSignal): Promise<ComparedJob> {
  const description = await describeJob(name, signal);
  const { modelArtefact, createdAt, endedAt, billableSeconds, instances, finalMetrics } = description;
  const { facts } = modelArtefact === undefined ? { facts: {} } : await readFinishedModel(modelArtefact, signal);
  const metrics =
    facts.metrics === undefined
      ? finalMetrics
      : [...facts.metrics.values].map(([metric, value]) => ({ metric: metric.replace('-', ':'), value }));
  const hyperparameters = Object.entries(description.hyperparameters ?? {})
    .filter(([key]) => !OF_TOOLKIT.test(key))
    .map(([key, value]): [string, string] => [key, String(unquote(value))]);
  return {
    name: description.name,
    status: description.status,
    instances,
    ...(createdAt !== undefined &&
      endedAt !== undefined && { seconds: (endedAt.getTime() - createdAt.getTime()) / 1000 }),
    ...(billableSeconds !== undefined && { billableSeconds: billableSeconds * instances.count }),
    ...(facts.rounds !== undefined && { rounds: facts.rounds }),
    ...(facts.bestRound !== undefined && { bestRound: facts.bestRound }),
    metrics,
    hyperparameters: Object.fromEntries(hyperparameters),
  };
}
