import { type KeyboardEvent, useId } from 'react';
import { ErrorNote } from '../../../notes/error-note';
import type { Readable, Store } from '../../../store/store';
import { useStore } from '../../../store/use-store';
import { isRunning } from '../../job-state';
import { kindWord } from '../../job-words';
import { useNow } from '../../views/use-now';
import type { DetailPage, DetailParts } from '../detail-parts';
import type { JobDetailStore } from '../job-detail-store';
import { DetailHead } from './detail-head';
import { LogView } from './log-view';
import { MetricsView } from './metrics-view';
import { Overview } from './overview';

interface JobDetailViewProps {
  readonly store: JobDetailStore;
  readonly page: Store<DetailPage>;
  readonly visible: Readable<boolean>;
  readonly parts: DetailParts;
}

/** All that is known of a job, on three pages, below what matters on each of them: its state, and why it failed. */
export function JobDetailView({ store, page, visible, parts }: JobDetailViewProps): JSX.Element {
  const { trans, times } = parts;
  const state = useStore(store);
  const shown = useStore(page);
  const isVisible = useStore(visible);
  const id = useId();
  const { detail, error, isLoading, asOf } = state;
  const now = useNow(isVisible && detail !== undefined && isRunning(detail.summary.status));
  const pages: readonly (readonly [DetailPage, string])[] =
    store.id.kind === 'training'
      ? [
          ['overview', trans.__('Overview')],
          ['log', trans.__('Log')],
          ['metrics', trans.__('Metrics')],
        ]
      : [['overview', trans.__('Overview')]];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = pages.findIndex(([name]) => name === shown);
    const [next] = pages[(at + step + pages.length) % pages.length] ?? ['overview'];
    event.preventDefault();
    page.set(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div className="tj-job-detail">
      <h2 className="tj-detail-title">
        {kindWord(trans, store.id.kind)} {store.id.name}
      </h2>
      {error !== undefined && (
        <ErrorNote
          error={error}
          trans={trans}
          onRetry={() => void store.refresh()}
          onDoctor={() => parts.run('tables-and-jobs:run-doctor')}
        />
      )}
      {detail === undefined && isLoading && (
        <p className="tj-note">
          {trans.__('Reading the job…')}{' '}
          <button type="button" className="tj-button" onClick={() => store.cancel()}>
            {trans.__('Cancel')}
          </button>
        </p>
      )}
      {detail === undefined && !isLoading && error === undefined && (
        <button type="button" className="tj-button" onClick={() => void store.refresh()}>
          {trans.__('Read the job')}
        </button>
      )}
      {detail !== undefined && <DetailHead detail={detail} now={now} parts={parts} />}
      {detail?.failureReason !== undefined && (
        <div className="tj-failure-reason" role="note" aria-label={trans.__('Why it failed')}>
          {detail.failureReason}
        </div>
      )}
      <div role="tablist" className="tj-tabs" aria-label={trans.__('Parts of the job')} onKeyDown={onKeyDown}>
        {pages.map(([name, label]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            className="tj-tab"
            aria-selected={name === shown}
            aria-controls={`${id}-page`}
            tabIndex={name === shown ? 0 : -1}
            onClick={() => page.set(name)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-page`} aria-labelledby={`${id}-${shown}`} className="tj-tab-page">
        {shown === 'overview' && detail !== undefined && <Overview detail={detail} now={now} parts={parts} />}
        {shown === 'log' && <LogView store={store} parts={parts} />}
        {shown === 'metrics' && (
          <MetricsView
            jobs={[{ job: store.id.name, series: state.metrics }]}
            isLive={state.log === 'live'}
            parts={parts}
          />
        )}
      </div>
      <p className="tj-as-of">{asOf === undefined ? '' : trans.__('as of %1', times.clock(asOf))}</p>
    </div>
  );
}
