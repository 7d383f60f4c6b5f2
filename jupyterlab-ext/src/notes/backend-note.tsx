import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import type { Backend } from '../backend/backend';
import { useStore } from '../store/use-store';
import { ErrorNote } from './error-note';

/** What there is to say of the hidden session; nothing while it serves. */
export function BackendNote({
  backend,
  trans,
}: {
  readonly backend: Backend;
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  const condition = useStore(backend.condition);
  switch (condition.is) {
    case 'resting':
      return null;
    case 'ready':
      return condition.notice === undefined ? null : (
        <Notice key={condition.notice} text={condition.notice} trans={trans} />
      );
    case 'starting':
      return <p className="tj-note">{trans.__('Starting the hidden session…')}</p>;
    case 'restarting':
      return (
        <p className="tj-note" role="status">
          {trans.__('The kernel of the sidebar was lost. Starting it again (%1 of 2)…', condition.attempt)}
        </p>
      );
    case 'stopped':
      return (
        <div>
          <ErrorNote error={condition.error} trans={trans} />
          <p className="tj-note">
            <button type="button" className="tj-button" onClick={() => void backend.restart()}>
              {trans.__('Restart the hidden session')}
            </button>
          </p>
        </div>
      );
  }
}

/** A problem that ends nothing; it may be about something that is over, so people can hide it. */
function Notice({ text, trans }: { readonly text: string; readonly trans: TranslationBundle }): JSX.Element | null {
  const [isHidden, setHidden] = useState(false);
  if (isHidden) return null;
  return (
    <div className="tj-note">
      <p role="status">{text}</p>
      <button type="button" className="tj-button" onClick={() => setHidden(true)}>
        {trans.__('Hide')}
      </button>
    </div>
  );
}
