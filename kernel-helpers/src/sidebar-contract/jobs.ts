import { z } from 'zod';

export const JobKind = z.enum(['training', 'tuning', 'transform', 'endpoint']);
export type JobKind = z.infer<typeof JobKind>;

/** What a row's picture and its acts depend on; `serviceStatus` is what SageMaker says. */
export const JobStatus = z.enum(['running', 'stopping', 'completed', 'stopped', 'failed', 'in-service', 'other']);
export type JobStatus = z.infer<typeof JobStatus>;

/** Of a job: from its description. Of an endpoint: from its configuration. */
export const JobFacts = z.object({
  kind: JobKind,
  name: z.string(),
  hosts: z.number().optional(),
  instanceType: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Seconds of all hosts that are paid for; undefined until SageMaker says it, and for endpoints. */
  billableSeconds: z.number().optional(),
});
export type JobFacts = z.infer<typeof JobFacts>;

export const JobSummary = z.object({
  kind: JobKind,
  name: z.string(),
  status: JobStatus,
  serviceStatus: z.string(),
  /** All times are ISO 8601. */
  createdAt: z.string(),
  endedAt: z.string().optional(),
  /** What the list does not say; the page asks for it row by row (`jobFacts`). */
  facts: JobFacts.optional(),
});
export type JobSummary = z.infer<typeof JobSummary>;

export const JobPhase = z.object({ status: z.string(), message: z.string(), startedAt: z.string() });
export type JobPhase = z.infer<typeof JobPhase>;

export const JobDetail = z.object({
  summary: JobSummary,
  facts: JobFacts,
  arn: z.string(),
  isLocal: z.boolean(),
  phases: z.array(JobPhase),
  failureReason: z.string().optional(),
  hyperparameters: z.record(z.string(), z.string()),
  /** Where the rows come from, if the job's environment says so. */
  source: z
    .object({
      path: z.array(z.string()),
      query: z.string().optional(),
      target: z.string().optional(),
    })
    .optional(),
  image: z.string().optional(),
  modelArtefact: z.string().optional(),
  finalMetrics: z.array(z.object({ metric: z.string(), value: z.number() })),
  /** The notebook and the cell that started it, if the job's environment says so. */
  launchedFrom: z.object({ notebook: z.string().optional(), cell: z.string().optional() }).optional(),
  maker: z.string().optional(),
  /** Undefined on the account of this machine, which has no console. */
  consoleUrl: z.string().optional(),
  /** What an endpoint costs by the hour, in words; undefined where nobody knows. */
  costAdvice: z.string().optional(),
});
export type JobDetail = z.infer<typeof JobDetail>;

const at = z.string();
/** What happens while a job runs: the events of `job.events()`, with times as ISO 8601. */
export const JobEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), at, status: z.string(), message: z.string() }),
  z.object({ type: z.literal('log'), at, host: z.string(), line: z.string() }),
  z.object({
    type: z.literal('metric'),
    at,
    host: z.string(),
    round: z.number(),
    name: z.string(),
    value: z.number(),
  }),
  z.object({
    type: z.literal('notice'),
    at,
    about: z.enum(['job', 'log']),
    isHidden: z.boolean(),
    message: z.string(),
  }),
  z.object({
    type: z.literal('finished'),
    at,
    status: z.enum(['Completed', 'Failed', 'Stopped']),
    secondaryStatus: z.string(),
    failureReason: z.string().optional(),
  }),
]);
export type JobEvent = z.infer<typeof JobEvent>;

/** One batch of events; batches of a request are numbered from 0, so that a gap shows. */
export const JobEvents = z.object({ sequence: z.number(), events: z.array(JobEvent) });
export type JobEvents = z.infer<typeof JobEvents>;
