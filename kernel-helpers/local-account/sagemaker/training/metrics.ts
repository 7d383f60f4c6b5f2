import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { RE2JS } from 're2js';
import type { JobInput } from './job-input';
import type { JobRecord } from './job-record';
import { compileMetricRegex } from './metric-regex';

type MetricDefinition = NonNullable<JobInput['AlgorithmSpecification']['MetricDefinitions']>[number];
type FinalMetric = JobRecord['finalMetrics'][number];

const NAMESPACE = '/aws/sagemaker/TrainingJobs';
/** PutMetricData takes at most 1,000 values (CloudWatch API reference). */
const MAX_VALUES_PER_CALL = 1000;

/** Finds a job's metrics in its hosts' output, by the job's own definitions. */
export class JobMetrics {
  private readonly definitions: readonly { readonly name: string; readonly regex: RE2JS }[];
  private readonly values: FinalMetric[] = [];

  /** @throws ServiceError for a definition that is not a regular expression, or has no group. */
  constructor(definitions: readonly MetricDefinition[] = []) {
    this.definitions = definitions.map(({ Name, Regex }) => ({ name: Name, regex: compileMetricRegex(Name, Regex) }));
  }

  /** Reads a line of output; the first group of a definition is the metric's value. */
  observe(line: string): void {
    for (const { name, regex } of this.definitions) {
      const matcher = regex.matcher(line);
      const found = matcher.find() ? matcher.group(1) : null;
      const value = Number(found);
      if (found === null || found.trim() === '' || !Number.isFinite(value)) continue;
      this.values.push({ MetricName: name, Value: value, Timestamp: Date.now() / 1000 });
    }
  }

  /** The last value of each metric. */
  final(): FinalMetric[] {
    return [...new Map(this.values.map((value) => [value.MetricName, value])).values()];
  }

  /** Puts every value into CloudWatch, where SageMaker keeps a job's metrics. */
  async publish(cloudWatch: CloudWatchClient, jobName: string): Promise<void> {
    const data = this.values.map(({ MetricName, Value, Timestamp }) => ({
      MetricName,
      Value,
      Timestamp: new Date(Timestamp * 1000),
      Dimensions: [{ Name: 'TrainingJobName', Value: jobName }],
    }));
    for (let start = 0; start < data.length; start += MAX_VALUES_PER_CALL) {
      const MetricData = data.slice(start, start + MAX_VALUES_PER_CALL);
      await cloudWatch.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }));
    }
  }
}
