import { useEffect, useState } from 'react';
import { useStore } from '../../store/use-store';
import { JOB_KINDS } from '../job-state';
import type { JobsParts } from '../jobs-parts';
import { JobList } from './job-list';
import { useLasting } from './use-lasting';

const FILTER_AFTER_MS = 300;
const WAIT_AFTER_MS = 400;

/** The Jobs section: a filter, the lists, and when they were read. */
export function JobsView({ parts }: { readonly parts: JobsParts }): JSX.Element {
  const { lists, trans, times } = parts;
  const { lists: byKind } = useStore(lists);
  const { marked } = useStore(parts.selected);
  const announcement = useStore(parts.announcement);
  const open = JOB_KINDS.map((kind) => byKind[kind]).filter(({ isOpen }) => isOpen);
  const isAsking = useLasting(
    open.some(({ work }) => work !== 'none'),
    WAIT_AFTER_MS,
  );
  // The oldest answer: the message is true of all lists.
  const oldest = open.reduce<Date | undefined>(
    (time, { asOf }) => (asOf !== undefined && (time === undefined || asOf < time) ? asOf : time),
    undefined,
  );
  return (
    <div className="tj-jobs">
      <div className="tj-jobs-bar">
        <NameFilter parts={parts} />
        {isAsking ? (
          <button type="button" className="tj-button" onClick={() => lists.cancelAll()}>
            {trans.__('Cancel')}
          </button>
        ) : (
          <button type="button" className="tj-button" onClick={parts.refresh}>
            {trans.__('Refresh')}
          </button>
        )}
      </div>
      {marked.length > 0 && (
        <div className="tj-jobs-bar">
          <button
            type="button"
            className="tj-button"
            disabled={marked.length < 2}
            onClick={() => parts.run('tables-and-jobs:compare-jobs')}
          >
            {trans.__('Compare (%1)', marked.length)}
          </button>
          <button type="button" className="tj-button" onClick={() => parts.selected.clearMarks()}>
            {trans.__('Clear marks')}
          </button>
        </div>
      )}
      <div className="tj-jobs-columns" aria-hidden="true">
        <span className="tj-job-name" />
        <span className="tj-job-status">{trans.__('Status')}</span>
        <span className="tj-job-age">{trans.__('Age')}</span>
        <span className="tj-job-elapsed">{trans.__('Elapsed')}</span>
        <span className="tj-job-billed">{trans.__('Billed')}</span>
        <span className="tj-job-hosts">{trans.__('Hosts')}</span>
      </div>
      <JobList parts={parts} />
      <p className="tj-as-of">{oldest === undefined ? '' : trans.__('as of %1', times.clock(oldest))}</p>
      <div className="tj-unseen" role="status" aria-live="polite">
        {announcement}
      </div>
    </div>
  );
}

/** The server looks for the text, so it waits until nobody types. */
function NameFilter({ parts: { lists, trans } }: { readonly parts: JobsParts }): JSX.Element {
  const [text, setText] = useState(lists.state.nameContains);
  useEffect(() => {
    const timer = setTimeout(() => void lists.filter(text), FILTER_AFTER_MS);
    return () => clearTimeout(timer);
  }, [lists, text]);
  return (
    <input
      type="search"
      className="tj-field tj-jobs-filter"
      placeholder={trans.__('Filter jobs by name')}
      aria-label={trans.__('Filter jobs by name')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
