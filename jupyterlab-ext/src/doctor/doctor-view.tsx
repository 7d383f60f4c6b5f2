import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DoctorCheck } from 'kernel-helpers/sidebar-contract/index';
import { useState } from 'react';
import { ErrorNote } from '../notes/error-note';
import { useStore } from '../store/use-store';
import type { DoctorRun, DoctorState } from './doctor-run';

interface Props {
  readonly run: DoctorRun;
  readonly trans: TranslationBundle;
}

/** Every check with what it found and what to do, and a report that may be sent to others. */
export function DoctorView({ run, trans }: Props): JSX.Element {
  const state = useStore(run.state);
  const [copied, setCopied] = useState<string>();
  const { checks, isRunning, report, error } = state;
  const copy = (text: string): void => {
    Clipboard.copyToSystem(text);
    setCopied(text);
  };
  return (
    <div className="tj-view">
      <h1 className="tj-view-title">{trans.__('Doctor')}</h1>
      <div className="tj-view-bar">
        {isRunning ? (
          <button type="button" className="tj-button" onClick={() => run.cancel()}>
            {trans.__('Cancel')}
          </button>
        ) : (
          <button type="button" className="tj-button" onClick={() => void run.run()}>
            {trans.__('Run again')}
          </button>
        )}
        {report !== undefined && (
          <button
            type="button"
            className="tj-button"
            title={trans.__('Without secrets, and without names of accounts, users and roles')}
            onClick={() => copy(report)}
          >
            {trans.__('Copy report')}
          </button>
        )}
        <span role="status">
          {report !== undefined && copied === report ? trans.__('Copied.') : summary(state, trans)}
        </span>
      </div>
      {error !== undefined && <ErrorNote error={error} trans={trans} onRetry={() => void run.run()} />}
      <ul className="tj-checks">
        {checks.map((check) => (
          <Check key={`${check.name} ${check.found}`} check={check} trans={trans} />
        ))}
      </ul>
    </div>
  );
}

function Check({ check, trans }: { readonly check: DoctorCheck; readonly trans: TranslationBundle }): JSX.Element {
  const { name, ok, found, fix } = check;
  return (
    <li className={ok ? 'tj-check' : 'tj-check tj-check-failed'}>
      <span className="tj-check-mark" aria-hidden="true">
        {ok ? '✓' : '✗'}
      </span>
      <div>
        <strong>{name}</strong>{' '}
        <span className={ok ? 'tj-only-heard' : 'tj-check-word'}>{ok ? trans.__('passed') : trans.__('failed')}</span>
        <div>{found}</div>
        {fix !== undefined && <div className="tj-check-fix">{trans.__('To do: %1', fix)}</div>}
      </div>
    </li>
  );
}

function summary({ checks, isRunning }: DoctorState, trans: TranslationBundle): string {
  if (isRunning) return trans.__('Checking…');
  const failed = checks.filter(({ ok }) => !ok).length;
  if (checks.length === 0) return '';
  return failed === 0 ? trans.__('All checks passed.') : trans._n('%1 check failed.', '%1 checks failed.', failed);
}
