import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Arns } from '../arn';
import { epochSeconds } from '../epoch-seconds';
import { listPage } from '../listing';
import type { Operations } from '../operations';
import type { InstanceLimits } from '../quotas';
import { RecordStore } from '../record-store';
import { ServiceError, validationError } from '../service-error';
import type { Tags } from '../tags';
import { checkJob } from './check-job';
import { describeJob, summarizeJob } from './describe-job';
import { type JobInput, jobInputSchema } from './job-input';
import {
  endJob,
  enterStatus,
  isRunning,
  type JobEnd,
  type JobRecord,
  jobRecordSchema,
  newJobRecord,
} from './job-record';
import type { JobProgress, JobToRun, SpotInterruption, StopReason } from './job-to-run';
import type { HostTools } from './run-hosts';
import { runJob } from './run-job';

type Input = Readonly<Record<string, unknown>>;

/** The reason is SageMaker's own: https://github.com/DIAGNijmegen/rse-grand-challenge/issues/2631 */
const NO_CAPACITY: JobEnd = {
  status: 'Failed',
  secondaryStatus: 'Failed',
  message: 'Training job failed',
  failureReason:
    'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
};

/** SageMaker's time between SIGTERM and SIGKILL (API reference, StopTrainingJob). */
export const STOP_GRACE_SECONDS = 120;

export interface TrainingJobsOptions {
  readonly directory: string;
  readonly region: string;
  readonly hasProfiler: boolean;
  readonly hasFinalMetrics: boolean;
  readonly arns: Arns;
  readonly tags: Tags;
  readonly tools: HostTools;
  readonly limits: InstanceLimits;
  readonly stopGraceSeconds: number;
  readonly onInternalError: (error: unknown) => void;
}

/** The training jobs of the account: the stored ones and those that run now. */
export class TrainingJobs {
  private readonly records: RecordStore<typeof jobRecordSchema>;
  private readonly running = new Map<string, { readonly stopping: AbortController; readonly ended: Promise<void> }>();
  /** How to take away the hosts of each job that trains now. */
  private readonly interrupts = new Map<string, (interruption: SpotInterruption) => void>();
  private readonly hostsDirectory: string;
  /** Names of jobs whose checks are still under way. */
  private readonly claimed = new Set<string>();

  constructor(private readonly options: TrainingJobsOptions) {
    this.records = new RecordStore(join(options.directory, 'training-jobs'), jobRecordSchema);
    this.hostsDirectory = join(options.directory, 'hosts');
    rmSync(this.hostsDirectory, { recursive: true, force: true });
    for (const record of this.records.list().filter(isRunning)) this.endLostJob(record);
  }

  readonly operations = {
    CreateTrainingJob: (input: Input) => this.create(input),
    DescribeTrainingJob: (input: Input) => describeJob(this.find(input)),
    ListTrainingJobs: (input: Input) => this.list(input),
    StopTrainingJob: (input: Input) => this.stop(input),
    DeleteTrainingJob: (input: Input) => this.delete(input),
  } satisfies Partial<Operations>;

  /** Ends the running jobs as Failed: their work is lost with their hosts. */
  async close(): Promise<void> {
    const jobs = [...this.running.values()];
    for (const { stopping } of jobs) stopping.abort('account-closes' satisfies StopReason);
    await Promise.all(jobs.map(({ ended }) => ended));
  }

  /** Takes the hosts of a job on spot instances away. The job starts again on others after the wait. */
  interrupt(name: string, interruption: SpotInterruption): void {
    if (this.get(name).input.EnableManagedSpotTraining !== true)
      throw validationError(`Training job ${name} does not run on spot instances.`);
    const interrupt = this.interrupts.get(name);
    if (interrupt === undefined)
      throw validationError(`Training job ${name} has no instances that could be taken away.`);
    interrupt(interruption);
  }

  private async create(request: Input): Promise<Input> {
    const input = jobInputSchema.parse(request);
    const name = input.TrainingJobName;
    const arn = this.options.arns.of('training-job', name);
    if (this.records.get(name) !== undefined || this.claimed.has(name)) {
      throw new ServiceError(
        'ResourceInUse',
        `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
      );
    }
    this.claimed.add(name);
    try {
      this.checkProfiler(input);
      const image = await checkJob(input, this.options.tools);
      this.checkQuota(input);
      this.records.put(name, newJobRecord(input, arn));
      this.options.tags.add(arn, input.Tags ?? []);
      if (this.hasCapacity(input)) this.start(name, { input, arn, image });
      else this.records.put(name, endJob(this.get(name), NO_CAPACITY));
    } finally {
      this.claimed.delete(name);
    }
    return { TrainingJobArn: arn };
  }

  /** Even a request to switch the profiler off is refused (github.com/aws/sagemaker-python-sdk, pull request 2134). */
  private checkProfiler({ ProfilerConfig }: JobInput): void {
    const { hasProfiler, region } = this.options;
    if (ProfilerConfig !== undefined && !hasProfiler)
      throw validationError(`ProfilerConfig is currently not supported in ${region}.`);
  }

  private checkQuota({ ResourceConfig: { InstanceType = '', InstanceCount = 1 } }: JobInput): void {
    const running = this.records.list().filter((job) => isRunning(job));
    const counts = running
      .filter(({ input }) => input.ResourceConfig.InstanceType === InstanceType)
      .map(({ input }) => input.ResourceConfig.InstanceCount ?? 1);
    const used = counts.reduce((sum, count) => sum + count, 0);
    this.options.limits.quotas.check({
      instanceType: InstanceType,
      usage: 'training job usage',
      used,
      asked: InstanceCount,
    });
  }

  private hasCapacity({ ResourceConfig: { InstanceType = '' } }: JobInput): boolean {
    return !this.options.limits.typesWithoutCapacity.includes(InstanceType);
  }

  private start(name: string, job: Pick<Parameters<typeof runJob>[0], 'input' | 'arn' | 'image'>): void {
    const stopping = new AbortController();
    const directory = join(this.hostsDirectory, name);
    const { stopGraceSeconds, tools, onInternalError } = this.options;
    const onInterruptible: JobToRun['onInterruptible'] = (interrupt) => {
      if (interrupt === undefined) this.interrupts.delete(name);
      else this.interrupts.set(name, interrupt);
    };
    const toRun = { ...job, directory, stopping, stopGraceSeconds, onInterruptible };
    const ended = runJob(toRun, this.progressOf(name), tools)
      .then((end) => this.records.put(name, endJob(this.get(name), end)))
      .catch(onInternalError)
      .finally(() => this.running.delete(name));
    this.running.set(name, { stopping, ended });
  }

  private progressOf(name: string): JobProgress {
    const change = (changed: (record: JobRecord) => JobRecord): void => this.records.put(name, changed(this.get(name)));
    return {
      enter: (secondaryStatus, message, startsTraining = false) =>
        change((record) => ({
          // A job that is being stopped keeps that status until it is over.
          ...(record.status === 'Stopping' ? record : enterStatus(record, secondaryStatus, message)),
          ...(startsTraining && { trainingStartTime: epochSeconds() }),
        })),
      keepModel: (modelArtifacts) => change((record) => ({ ...record, modelArtifacts })),
      keepMetrics: (finalMetrics) =>
        change((record) => ({ ...record, finalMetrics: this.options.hasFinalMetrics ? finalMetrics : [] })),
    };
  }

  /** Filters by status what was cut to MaxResults before, as SageMaker does (API reference, ListTrainingJobs). */
  private list({ StatusEquals, ...input }: Input): Input {
    const items = this.records.list().map((record) => ({
      name: record.input.TrainingJobName,
      status: record.status,
      creationTime: record.creationTime,
      lastModifiedTime: record.lastModifiedTime,
      record,
    }));
    const page = listPage(items, input);
    return {
      TrainingJobSummaries: page.items
        .filter(({ status }) => StatusEquals === undefined || status === StatusEquals)
        .map(({ record }) => summarizeJob(record)),
      ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
    };
  }

  private stop(input: Input): Input {
    const record = this.find(input);
    const name = record.input.TrainingJobName;
    if (!isRunning(record)) {
      throw validationError(`The request was rejected because the training job is in status ${record.status}.`);
    }
    if (record.status === 'InProgress') {
      this.records.put(name, { ...enterStatus(record, 'Stopping', 'Stopping the training job'), status: 'Stopping' });
      this.running.get(name)?.stopping.abort('requested' satisfies StopReason);
    }
    return {};
  }

  private delete(input: Input): Input {
    const record = this.find(input);
    if (isRunning(record)) {
      throw new ServiceError(
        'ResourceInUse',
        `Training job ${record.arn} is ${record.status}. Stop it before deleting it.`,
      );
    }
    this.records.delete(record.input.TrainingJobName);
    this.options.tags.forget(record.arn);
    return {};
  }

  private find(input: Input): JobRecord {
    const record = this.records.get(String(input.TrainingJobName));
    if (record === undefined) throw validationError('Requested resource not found.');
    return record;
  }

  private get(name: string): JobRecord {
    return this.find({ TrainingJobName: name });
  }

  private endLostJob(record: JobRecord): void {
    const failureReason =
      'InternalServerError: The local account ended while the job ran, and its hosts with it. Start the job again.';
    const end = { status: 'Failed', secondaryStatus: 'Failed', message: 'Training job failed', failureReason } as const;
    this.records.put(record.input.TrainingJobName, endJob(record, end));
  }
}
