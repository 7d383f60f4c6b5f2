import { deniedAdvice, saysDenied } from '../../aws/denied-advice';
import { PlatformError, UserError } from '../../errors';
import type { JobDescription } from './job-description';
import type { JobFinishedEvent, JobLogEvent } from './job-event';
import { NO_LOG_ADVICE } from './job-logs';
import { stopReason } from './stop-reason';

const SHOWN_LINES = 15;

/** How a reason begins if SageMaker (developer guide, troubleshooting) or our container caused the failure. */
const NOT_THE_USERS = /^(?:CapacityError|InternalServerError|AlgorithmError: (?:PlatformError|InternalError))\b/;

/** What is known of a job that left no model. */
export interface FailedJob extends Pick<JobDescription, 'name' | 'secondaryStatus' | 'maxRunSeconds'> {
  readonly status: JobFinishedEvent['status'];
  readonly failureReason?: string;
  readonly lines: readonly JobLogEvent[];
  /** Why the log is not known to its end. */
  readonly whyLogIsHidden?: string;
  /** Why it is not known whether a stopped job left a model. */
  readonly modelProblem?: string;
}

/** The error for a job that left no model, with SageMaker's reason and the last lines that the hosts wrote. */
export function jobFailure(job: FailedJob): Error {
  const facts = { jobName: job.name, status: job.status, secondaryStatus: job.secondaryStatus };
  if (job.status === 'Stopped') {
    const end =
      job.modelProblem === undefined
        ? `was stopped before it had saved a model. ${stopReason(job)} Start it again.`
        : `was stopped. ${stopReason(job)} Whether it left a model is not known. ${job.modelProblem}`;
    return new UserError(`The training job ${job.name} ${end}`, { facts, reason: 'job-stopped' });
  }
  const reason = job.failureReason ?? 'SageMaker gave no reason';
  const kind = NOT_THE_USERS.test(reason) ? PlatformError : UserError;
  return new kind(`The training job ${job.name} failed: ${withAdvice(reason)}\n${logText(job, reason)}`, {
    facts,
    reason: 'job-failed',
  });
}

/** What SageMaker itself may not do with the job's role is told in AWS's words only, so say what to do. */
function withAdvice(reason: string): string {
  return saysDenied(reason) ? `${reason}\nFor the job, ${deniedAdvice(reason, 'job')}` : reason;
}

function logText({ lines, whyLogIsHidden }: FailedJob, reason: string): string {
  // Each host writes the reason into its log as well.
  const told = new Set(reason.replace(/^AlgorithmError: /, '').split('\n'));
  const others = lines.filter(({ line }) => !told.has(line));
  const hidden = whyLogIsHidden === undefined ? [] : [whyLogIsHidden];
  if (others.length === 0) return hidden[0] ?? `Its hosts wrote nothing to the log. ${NO_LOG_ADVICE}`;
  return [
    'The last lines of its log:',
    ...others.slice(-SHOWN_LINES).map(({ host, line }) => `  ${host}  ${line}`),
    ...hidden,
  ].join('\n');
}
