import type { JobDetail } from 'kernel-helpers/sidebar-contract/index';
import { actsOf } from '../../job-acts';
import { statusOf } from '../../job-words';
import { elapsedText } from '../../time-text';
import { StatusPicture } from '../../views/status-picture';
import type { DetailParts } from '../detail-parts';

interface DetailHeadProps {
  readonly detail: JobDetail;
  readonly now: number;
  readonly parts: DetailParts;
}

/** The job's state, and what can be done with it. */
export function DetailHead({ detail, now, parts }: DetailHeadProps): JSX.Element {
  const { trans, times, run } = parts;
  const { summary, facts, consoleUrl } = detail;
  const acts = actsOf(summary.kind, summary.status);
  const word = statusOf(trans, summary);
  const act = (command: string, label: string): JSX.Element => (
    <button type="button" className="tj-button" onClick={() => run(command, summary)}>
      {label}
    </button>
  );
  return (
    <div className="tj-detail-head">
      <span className="tj-detail-status">
        <StatusPicture status={summary.status} word={word} /> <strong>{word}</strong>
      </span>
      {summary.kind !== 'endpoint' && facts.startedAt !== undefined && (
        <span>{trans.__('elapsed %1', elapsedText(facts.startedAt, facts.endedAt, now))}</span>
      )}
      {facts.billableSeconds !== undefined && (
        <span>{trans.__('billed %1', times.seconds(facts.billableSeconds))}</span>
      )}
      {facts.hosts !== undefined && (
        <span>
          {trans._n('%1 host', '%1 hosts', facts.hosts)} {facts.instanceType}
        </span>
      )}
      {acts.includes('stop') && act('tables-and-jobs:stop-job', trans.__('Stop job…'))}
      {acts.includes('clone') && act('tables-and-jobs:clone-job', trans.__('Insert as cell'))}
      {acts.includes('delete') && act('tables-and-jobs:delete-endpoint', trans.__('Delete endpoint…'))}
      {consoleUrl !== undefined && (
        <a href={consoleUrl} target="_blank" rel="noreferrer">
          {trans.__('Open in AWS console')}
        </a>
      )}
    </div>
  );
}
