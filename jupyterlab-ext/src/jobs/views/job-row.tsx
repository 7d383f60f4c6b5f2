import type { JobFacts, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { actsOf } from '../job-acts';
import { statusOf } from '../job-words';
import type { JobsParts } from '../jobs-parts';
import type { ListRow } from '../list/job-rows';
import { elapsedText } from '../time-text';
import { StatusPicture } from './status-picture';
import { type RowPlace, TreeRow } from './tree-row';

/** Names of jobs of one kind mostly differ at their end, so where the name does not fit its middle is left out. */
const ALWAYS_SHOWN = 12;

interface JobRowProps {
  readonly row: Extract<ListRow, { is: 'job' }>;
  readonly place: RowPlace;
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

/** One job. Which of its cells fit is the style sheet's matter. */
export function JobRow({ row, place, facts, now, isMarked, parts }: JobRowProps): JSX.Element {
  const { job, kind } = row;
  const texts = jobTexts(job, facts, now, parts);
  return (
    <TreeRow
      place={place}
      className="tj-job"
      aria-level={2}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={isMarked}
      aria-label={jobLabel(job, texts, parts)}
      data-kind={kind}
      data-acts={actsOf(kind, job.status).join(' ')}
    >
      <StatusPicture status={job.status} word={texts.status} />
      <span className="tj-job-name" title={job.name}>
        {isMarked && <span aria-hidden="true">✓ </span>}
        <span className="tj-job-name-begin">{job.name.slice(0, -ALWAYS_SHOWN)}</span>
        <span className="tj-job-name-end">{job.name.slice(-ALWAYS_SHOWN)}</span>
      </span>
      <span className="tj-job-status">{texts.status}</span>
      <span className="tj-job-age">{texts.age}</span>
      <span className="tj-job-elapsed">{texts.elapsed}</span>
      <span className="tj-job-billed">{texts.billed}</span>
      <span className="tj-job-hosts">{texts.hosts}</span>
    </TreeRow>
  );
}

/** What a screen reader says of the row, with all columns, however narrow the panel is. */
function jobLabel(job: JobSummary, { status, age, elapsed, billed, hosts }: JobTexts, { trans }: JobsParts): string {
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
