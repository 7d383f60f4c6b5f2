import { deniedAdvice, saysDenied } from '../../aws/denied-advice';
import { PlatformError, UserError } from '../../errors';
import type { JobFinishedEvent, JobLogEvent } from './job-event';
import { NO_LOG_ADVICE } from './job-logs';

const SHOWN_LINES = 15;

/** How a reason begins if SageMaker (developer guide, troubleshooting) or our container caused the failure. */
const NOT_THE_USERS = /^(?:CapacityError|InternalServerError|AlgorithmError: (?:PlatformError|InternalError))\b/;

/** The error for a job that did not complete, with SageMaker's reason and the last lines that the hosts wrote. */
export function jobFailure(jobName: string, event: JobFinishedEvent, lines: readonly JobLogEvent[]): Error {
  const facts = { jobName, status: event.status };
  if (event.status === 'Stopped') {
    return new UserError(`The training job ${jobName} was stopped before it finished. Start it again.`, {
      facts,
    });
  }
  const reason = event.failureReason ?? 'SageMaker gave no reason';
  const kind = NOT_THE_USERS.test(reason) ? PlatformError : UserError;
  // Each host writes the reason into its log as well.
  const told = new Set(reason.replace(/^AlgorithmError: /, '').split('\n'));
  const others = lines.filter(({ line }) => !told.has(line));
  return new kind(`The training job ${jobName} failed: ${withAdvice(reason)}\n${lastLines(others)}`, { facts });
}

/** What SageMaker itself may not do with the job's role is told in AWS's words only, so say what to do. */
function withAdvice(reason: string): string {
  return saysDenied(reason) ? `${reason}\nFor the job, ${deniedAdvice(reason, 'job')}` : reason;
}

function lastLines(lines: readonly JobLogEvent[]): string {
  if (lines.length === 0) return `Its hosts wrote nothing to the log. ${NO_LOG_ADVICE}`;
  return [
    'The last lines of its log:',
    ...lines.slice(-SHOWN_LINES).map(({ host, line }) => `  ${host}  ${line}`),
  ].join('\n');
}
