import type { JobFacts, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { statusOf } from '../job-words';
import type { JobsParts } from '../jobs-parts';
import { elapsedText } from '../time-text';
import { StatusPicture } from './status-picture';

/** Names of jobs of one kind mostly differ at their end, so where the name does not fit its middle is left out. */
const ALWAYS_SHOWN = 12;

interface JobRowProps {
  readonly job: JobSummary;
  readonly facts?: JobFacts;
  readonly now: number;
  readonly isMarked: boolean;
  readonly parts: JobsParts;
}

interface JobTexts {
  readonly status: string;
  readonly age: string;
  readonly elapsed: string;
  readonly billed: string;
  readonly hosts: string;
}

/** The cells of one job. Which of them fit is the style sheet's matter. */
export function JobRowCells({ job, facts, now, isMarked, parts }: JobRowProps): JSX.Element {
  const { status, age, elapsed, billed, hosts } = jobTexts(job, facts, now, parts);
  return (
    <>
      <StatusPicture status={job.status} word={status} />
      <span className="tj-job-name" title={job.name}>
        {isMarked && <span aria-hidden="true">✓ </span>}
        <span className="tj-job-name-begin">{job.name.slice(0, -ALWAYS_SHOWN)}</span>
        <span className="tj-job-name-end">{job.name.slice(-ALWAYS_SHOWN)}</span>
      </span>
      <span className="tj-job-status">{status}</span>
      <span className="tj-job-age">{age}</span>
      <span className="tj-job-elapsed">{elapsed}</span>
      <span className="tj-job-billed">{billed}</span>
      <span className="tj-job-hosts">{hosts}</span>
    </>
  );
}

/** What a screen reader says of the row, with all columns, however narrow the panel is. */
export function jobLabel(job: JobSummary, facts: JobFacts | undefined, now: number, parts: JobsParts): string {
  const { trans } = parts;
  const { status, age, elapsed, billed, hosts } = jobTexts(job, facts, now, parts);
  return [
    job.name,
    status,
    trans.__('made %1 ago', age),
    elapsed === '' ? '' : trans.__('elapsed %1', elapsed),
    billed === '' ? '' : trans.__('billed %1', billed),
    hosts === '' ? '' : trans._n('%1 host', '%1 hosts', Number(hosts)),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function jobTexts(job: JobSummary, facts: JobFacts | undefined, now: number, { trans, times }: JobsParts): JobTexts {
  const hasElapsed = job.kind !== 'endpoint' && facts?.startedAt !== undefined;
  return {
    status: statusOf(trans, job),
    age: times.age(job.createdAt, now),
    elapsed: hasElapsed ? elapsedText(facts.startedAt ?? job.createdAt, facts.endedAt ?? job.endedAt, now) : '',
    billed: facts?.billableSeconds === undefined ? '' : times.seconds(facts.billableSeconds),
    hosts: facts?.hosts === undefined ? '' : String(facts.hosts),
  };
}
